package dev.semblance.trainer.training;

import java.time.Duration;

/** Tells how much of a run's time is gone, from its making on. */
final class ProgressClock {
    private static final Duration REPORT_EVERY = Duration.ofMillis(500);
    /** The last steps still learn a little. */
    private static final double LEAST = 0.01;

    private final Duration budget;
    private final long start = System.nanoTime();
    private long lastReport = start;

    ProgressClock(Duration budget) {
        this.budget = budget;
    }

    /** Factor of the learning rate: 1 at the start, falling along half a cosine to 0.01 at the end. */
    double cosine() {
        return cosine((double) elapsed().toNanos() / budget.toNanos());
    }

    /** @param share of the time that is gone, 0 to 1 */
    static double cosine(double share) {
        return LEAST + (1 - LEAST) * (1 + Math.cos(Math.PI * Math.clamp(share, 0, 1))) / 2;
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
