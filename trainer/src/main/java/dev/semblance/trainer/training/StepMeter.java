package dev.semblance.trainer.training;

import java.time.Duration;

/** How fast steps go, from one report to the next. */
final class StepMeter {
    private static final Duration REPORT_EVERY = Duration.ofMillis(500);

    private long reportedAt = System.nanoTime();
    private long images;
    private long steps;

    /** A mean over some steps. */
    record Speed(double millisPerStep, double imagesPerSecond) {
        static Speed of(long nanos, long steps, long images) {
            return new Speed(nanos / 1e6 / Math.max(1, steps), images / Math.max(1e-9, nanos / 1e9));
        }
    }

    void step(int batch) {
        steps++;
        images += batch;
    }

    boolean isReportDue() {
        return System.nanoTime() - reportedAt >= REPORT_EVERY.toNanos();
    }

    /** Since the last call of this method. */
    Speed sinceReport() {
        long now = System.nanoTime();
        Speed speed = Speed.of(now - reportedAt, steps, images);
        reportedAt = now;
        images = 0;
        steps = 0;
        return speed;
    }
}
