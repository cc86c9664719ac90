package dev.semblance.standalone;

import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.console.Progress;
import dev.semblance.trainer.training.Epoch;
import dev.semblance.trainer.training.TrainingListener;
import dev.semblance.trainer.training.TrainingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows each phase of a run as a task of its own, and each epoch as a line. */
final class TrainingConsole implements TrainingListener, AutoCloseable {
    private static final String[] SHOWN = {"recall@1", "map@10", "f1", "unseen.recall@1"};

    private final Console console;
    private final Runnable heartbeat;
    private final int stepsPerEpoch;
    private String phase = "";
    private Optional<Progress> progress = Optional.empty();

    TrainingConsole(Console console, Runnable heartbeat, int stepsPerEpoch) {
        this.console = console;
        this.heartbeat = heartbeat;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    @Override
    public void training(TrainingProgress now) {
        String note = String.format(
                Locale.ROOT,
                "loss %.4f, %.1f ms/step, %.0f images/s; run %.0f %%, %s left",
                now.loss(),
                now.millisPerStep(),
                now.imagesPerSecond(),
                100 * now.share(),
                readable(now.left()));
        show("epoch " + now.epoch(), "steps", stepsPerEpoch, now.stepsOfEpoch(), note);
    }

    private static String readable(Duration time) {
        return time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }

    @Override
    public void judging(int images, int total) {
        show("judging on held-out images", "images", total, images, "");
    }

    @Override
    public void epoch(Epoch epoch) {
        close();
        console.line(
                "epoch %d: %d steps, %.0f s, %.1f ms/step, loss %.4f, validation loss %.4f%s",
                epoch.epoch(),
                epoch.steps(),
                epoch.seconds(),
                epoch.millisPerStep(),
                epoch.loss(),
                epoch.validationLoss(),
                Stream.of(SHOWN)
                        .filter(name -> epoch.metrics().containsKey(name))
                        .map(name -> String.format(
                                Locale.ROOT, ", %s %.4f", name, epoch.metrics().get(name)))
                        .collect(Collectors.joining()));
    }

    private void show(String name, String unit, long total, long done, String note) {
        heartbeat.run();
        if (!phase.equals(name)) {
            close();
            phase = name;
            progress = Optional.of(console.progress(name, unit, total));
        }
        progress.ifPresent(shown -> shown.update(done, note));
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::close);
        progress = Optional.empty();
        phase = "";
    }
}
