package dev.semblance.core.monitoring;

import java.util.Optional;

/**
 * Whether live queries lie as far from what they match as those that a calibration was made with: the two-sample test
 * of Smirnov ("Table for estimating the goodness of fit of empirical distributions", Annals of Mathematical Statistics
 * 19, 1948). The distributions are compared at the edges of the bins only, so that the statistic is at most the true
 * one and the p-value at least the true one: an alert that goes by them errs towards silence. Where several neighbours
 * vote, the calibrated distances are known up to the next threshold only ({@link DistanceHistogram#of(
 * dev.semblance.core.calibration.CalibrationCurve)}), and the statistic may be above the true one by the share that
 * lies between two thresholds.
 *
 * @param statistic largest difference of the shares below an edge, 0 to 1
 * @param calibrated how many distances the calibration was made with
 * @param live how many distances were seen
 */
public record DistanceDrift(double statistic, long calibrated, long live) {
    /** Below this the p-value differs from 1 by less than 1e-12, and its series needs many terms. */
    private static final double CERTAIN = 0.2;

    /** Compares; empty where one of them has no distances. */
    public static Optional<DistanceDrift> between(DistanceHistogram calibrated, DistanceHistogram live) {
        long calibratedTotal = calibrated.total();
        long liveTotal = live.total();
        if (calibratedTotal == 0 || liveTotal == 0) {
            return Optional.empty();
        }
        long[] calibratedCounts = calibrated.counts();
        long[] liveCounts = live.counts();
        long calibratedBelow = 0;
        long liveBelow = 0;
        double largest = 0;
        for (int bin = 0; bin < DistanceHistogram.BINS; bin++) {
            calibratedBelow += calibratedCounts[bin];
            liveBelow += liveCounts[bin];
            double difference = (double) calibratedBelow / calibratedTotal - (double) liveBelow / liveTotal;
            largest = Math.max(largest, Math.abs(difference));
        }
        return Optional.of(new DistanceDrift(largest, calibratedTotal, liveTotal));
    }

    /**
     * The chance of a statistic like this or larger if nothing has changed, as both samples grow: {@code 2
     * sum((-1)^(j-1) exp(-2 j^2 x^2))} over j from 1, where x is the statistic times the root of {@code n m / (n + m)}.
     */
    public double pValue() {
        double scaled = statistic * Math.sqrt(effectiveSize());
        if (scaled < CERTAIN) {
            return 1;
        }
        double sum = 0;
        double sign = 1;
        for (int j = 1; ; j++) {
            double term = Math.exp(-2 * j * j * scaled * scaled);
            if (term < Double.MIN_NORMAL || sum + sign * term == sum) {
                return Math.clamp(2 * sum, 0, 1);
            }
            sum += sign * term;
            sign = -sign;
        }
    }

    /**
     * The statistic whose p-value is {@code alpha}, by the first term of the series: {@code sqrt(-ln(alpha / 2) / 2 (n
     * + m) / (n m))}. For an alpha of 0.1 or less the other terms change nothing in its first 4 digits.
     *
     * @param alpha above 0 and at most 0.1
     */
    public double criticalValue(double alpha) {
        if (!(alpha > 0 && alpha <= 0.1)) {
            throw new IllegalArgumentException("alpha is above 0 and at most 0.1, not " + alpha);
        }
        return Math.sqrt(-Math.log(alpha / 2) / 2 / effectiveSize());
    }

    private double effectiveSize() {
        return (double) calibrated * live / (calibrated + live);
    }
}
