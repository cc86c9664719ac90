package dev.semblance.standalone;

import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.trainer.data.LoadListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Tells on the console what loading does. */
final class ConsoleLoadListener implements LoadListener, AutoCloseable {
    private static final String BYTES = "bytes";
    private static final long MEGA = 1_000_000;
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(3);

    private final Console console;
    private final Runnable heartbeat;
    private String task = "";
    private long lastCount = System.nanoTime();
    private Optional<Progress> shown = Optional.empty();

    /**
     * A listener.
     *
     * @param heartbeat called every few seconds; what it throws ends the loading
     */
    ConsoleLoadListener(Console console, Runnable heartbeat) {
        this.console = console;
        this.heartbeat = heartbeat;
    }

    @Override
    public void step(String what) {
        heartbeat.run();
        close();
        console.line("%s", what);
    }

    @Override
    public void skipped(Path file, String reason) {
        heartbeat.run();
        close();
        console.line("left out %s: %s", file, reason);
    }

    @Override
    public void progress(String name, String unit, long done, long total) {
        heartbeat.run();
        if (total <= 0) {
            count(name, unit, done);
            return;
        }
        long scale = unit.equals(BYTES) ? MEGA : 1;
        if (!task.equals(name)) {
            close();
            task = name;
            shown = Optional.of(console.progress(name, unit.equals(BYTES) ? "MB" : unit, total / scale));
        }
        shown.ifPresent(progress -> progress.update(done / scale, ""));
    }

    /** There is no bar without an end to it. */
    private void count(String name, String unit, long done) {
        if (System.nanoTime() - lastCount >= BETWEEN_COUNTS.toNanos()) {
            lastCount = System.nanoTime();
            console.line("%s: %d %s so far", name, done, unit);
        }
    }

    @Override
    public void close() {
        shown.ifPresent(Progress::close);
        shown = Optional.empty();
        task = "";
    }
}
