package dev.semblance.standalone.console;

import java.time.Duration;

/** A line every few seconds, with the time left, for logs and pipes. */
final class LineProgress implements Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);

    private final Console console;
    private final String task;
    private final String unit;
    private final long total;
    private final long start = System.nanoTime();
    private long lastLine = start;
    private long done;
    private String note = "";
    /** What the last line told. */
    private long told = -1;

    LineProgress(Console console, String task, String unit, long total) {
        this.console = console;
        this.task = task;
        this.unit = unit;
        this.total = total;
    }

    @Override
    public void update(long nowDone, String nowNote) {
        done = nowDone;
        note = nowNote;
        if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            print();
        }
    }

    @Override
    public void close() {
        if (told != done) {
            print();
        }
    }

    private void print() {
        told = done;
        double seconds = (System.nanoTime() - start) / 1e9;
        console.line(
                "%s: %d of %d %s, %.0f s%s%s",
                task, done, total, unit, seconds, left(seconds), note.isEmpty() ? "" : ", " + note);
    }

    private String left(double seconds) {
        if (done >= total) {
            return ", done";
        }
        return done == 0 ? "" : ", " + Math.round(seconds * (total - done) / done) + " s left";
    }
}
