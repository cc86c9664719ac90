package dev.semblance.trainer.training;

import java.time.Duration;

/** Tells how much of a run's time is gone, from its making on. */
final class ProgressClock {
    private static final Duration REPORT_EVERY = Duration.ofMillis(500);
    /** Large first steps can draw all embeddings together, which takes most of a short run to undo. */
    private static final double WARM_UP = 0.1;
    /** The first and the last steps still learn a little. */
    private static final double LEAST = 0.01;

    private final Duration budget;
    private final long start = System.nanoTime();
    private long lastReport = start;

    ProgressClock(Duration budget) {
        this.budget = budget;
    }

    /**
     * Factor of the learning rate: rising in a line to 1 in the first tenth of the time, then falling along half a
     * cosine to 0.01 at the end.
     */
    double rate() {
        return rate((double) elapsed().toNanos() / budget.toNanos());
    }

    /** @param share of the time that is gone, 0 to 1 */
    static double rate(double share) {
        if (share < WARM_UP) {
            return LEAST + (1 - LEAST) * share / WARM_UP;
        }
        double fall = Math.min(1, (share - WARM_UP) / (1 - WARM_UP));
        return LEAST + (1 - LEAST) * (1 + Math.cos(Math.PI * fall)) / 2;
    }

    TrainingProgress progress(int steps, float loss, int batch) {
        Duration elapsed = elapsed();
        double seconds = Math.max(1e-9, elapsed.toNanos() / 1e9);
        return new TrainingProgress(elapsed, budget, steps, loss, steps * (double) batch / seconds);
    }

    /** Whether the last report was half a second ago; if so, one is taken to be made now. */
    boolean isReportDue() {
        long now = System.nanoTime();
        if (now - lastReport < REPORT_EVERY.toNanos()) {
            return false;
        }
        lastReport = now;
        return true;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
