package dev.semblance.trainer.training;

import java.time.Duration;

/** Training time, which stands still while the run does something else. */
final class Stopwatch {
    private long before;
    private long started;
    private boolean running;

    /** @param before what earlier sittings of the run took */
    Stopwatch(Duration before) {
        this.before = before.toNanos();
    }

    void start() {
        started = System.nanoTime();
        running = true;
    }

    void stop() {
        before = elapsed().toNanos();
        running = false;
    }

    Duration elapsed() {
        return Duration.ofNanos(running ? before + System.nanoTime() - started : before);
    }
}
