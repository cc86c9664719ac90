package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;
import java.time.Duration;

/**
 * When a run ends: after so many epochs or so much time, whichever comes first. With epochs alone, a run with the same
 * seed takes the same steps on every machine; with a time, their number depends on how fast it is.
 *
 * @param epochs 0: no limit
 * @param stepsPerEpoch batches between two looks at held-out images
 * @param time of training, without loading and judging; zero: no limit
 */
public record Budget(int epochs, int stepsPerEpoch, Duration time) {
    private static final Duration MAX_TIME = Duration.ofDays(30);

    public Budget {
        if (epochs < 0 || time.isNegative() || (epochs == 0 && time.isZero()) || time.compareTo(MAX_TIME) > 0) {
            throw new OperatorException("train for at least one epoch or one second, and at most " + MAX_TIME.toDays()
                    + " days, not " + epochs + " epochs and " + time.toSeconds() + " seconds");
        }
        if (stepsPerEpoch < 1) {
            throw new OperatorException("an epoch has at least 1 step, not " + stepsPerEpoch);
        }
    }

    /** Share of the run that is done, 0 to 1. */
    double progress(long steps, Duration elapsed) {
        double ofSteps = epochs == 0 ? 0 : (double) steps / ((double) epochs * stepsPerEpoch);
        double ofTime = time.isZero() ? 0 : (double) elapsed.toNanos() / time.toNanos();
        return Math.min(1, Math.max(ofSteps, ofTime));
    }
}
