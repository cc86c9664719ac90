package dev.semblance.trainer.training;

import java.time.Duration;

/**
 * How far a run has come.
 *
 * @param share of the run that is done, 0 to 1
 * @param elapsed training time, without loading and judging
 * @param epoch that is under way, from 1
 * @param steps done
 * @param stepsOfEpoch done, of the epoch that is under way
 * @param loss of the last batch
 * @param millisPerStep since the last report
 * @param imagesPerSecond trained on since the last report
 */
public record TrainingProgress(
        double share,
        Duration elapsed,
        int epoch,
        long steps,
        long stepsOfEpoch,
        double loss,
        double millisPerStep,
        double imagesPerSecond) {
    /** How long the run will still take at the speed that it had until now, without judging; zero at its start. */
    public Duration left() {
        return share <= 0 ? Duration.ZERO : Duration.ofNanos((long) (elapsed.toNanos() * (1 - share) / share));
    }
}
