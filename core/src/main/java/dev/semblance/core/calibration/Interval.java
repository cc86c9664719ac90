package dev.semblance.core.calibration;

import java.util.Arrays;

/**
 * Where a number lies, with some confidence.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {
    /** Far more than the rounding of a rank, which is a whole number in decimal, and far less than a rank. */
    private static final double ROUNDING = 1e-6;

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval does not reach from " + low + " to " + high);
        }
    }

    /**
     * The middle part of observed values, by nearest rank: the percentile method of the bootstrap (Efron and
     * Tibshirani, An Introduction to the Bootstrap, 1993, 13.3).
     *
     * @param confidence share of the values that lies within, above 0 and below 1
     */
    static Interval middle(double[] values, double confidence) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    private static double quantile(double[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length - ROUNDING);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }
}
