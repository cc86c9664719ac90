package dev.semblance.core.monitoring;

import dev.semblance.core.calibration.CalibrationCurve;
import dev.semblance.core.calibration.CurvePoint;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How many distances fell into each of {@value #BINS} bins of width 0.01 that cover cosine distance, 0 to 2. A bin
 * holds its lower edge and not its upper one, except the last, which holds 2. What lies outside, as other distances
 * than cosine may, counts in the first or the last bin: the number below an edge between 0 and 2 is exact all the same.
 * Immutable; plain counts by bin are all there is to store.
 */
public final class DistanceHistogram {
    /** How many bins there are. */
    public static final int BINS = 200;

    /** Nothing was counted. */
    public static final DistanceHistogram EMPTY = new DistanceHistogram(new long[BINS]);

    private static final double BINS_PER_UNIT = 100;

    private final long[] counts;

    private DistanceHistogram(long[] counts) {
        this.counts = counts;
    }

    /**
     * From stored counts.
     *
     * @param counts by bin
     * @throws IllegalArgumentException unless there are {@value #BINS}, none of them negative
     */
    public static DistanceHistogram of(long[] counts) {
        if (counts.length != BINS) {
            throw new IllegalArgumentException("a histogram has " + BINS + " bins, not " + counts.length);
        }
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] < 0) {
                throw new IllegalArgumentException("counts are not negative, as is " + counts[bin] + " in bin " + bin);
            }
        }
        return new DistanceHistogram(counts.clone());
    }

    /**
     * Distances of the matches that a calibration was made with; a query without a neighbour has none. They are exact
     * where the nearest neighbour decides. Where several vote, the distance of a match lies between two thresholds of
     * the curve and counts at the larger.
     *
     * @throws IllegalArgumentException if the curve accepts less as thresholds grow
     */
    public static DistanceHistogram of(CalibrationCurve curve) {
        long[] counts = new long[BINS];
        int before = 0;
        for (CurvePoint point : curve.points()) {
            int accepted = point.counts().accepted();
            if (accepted < before) {
                throw new IllegalArgumentException("a larger threshold accepts no less, but at " + point.distance()
                        + " it is " + accepted + " after " + before);
            }
            counts[bin(point.distance())] += accepted - before;
            before = accepted;
        }
        return new DistanceHistogram(counts);
    }

    /**
     * The bin that a distance counts in.
     *
     * @throws IllegalArgumentException if it is no finite number
     */
    public static int bin(float distance) {
        if (!Float.isFinite(distance)) {
            throw new IllegalArgumentException("a match is at a finite distance, not at " + distance);
        }
        return (int) Math.clamp(Math.floor(distance * BINS_PER_UNIT), 0, BINS - 1);
    }

    /** These and one more. */
    public DistanceHistogram plus(float distance) {
        long[] sum = counts.clone();
        sum[bin(distance)]++;
        return new DistanceHistogram(sum);
    }

    /** These and those. */
    public DistanceHistogram plus(DistanceHistogram other) {
        long[] sum = counts.clone();
        Arrays.setAll(sum, bin -> counts[bin] + other.counts[bin]);
        return new DistanceHistogram(sum);
    }

    /** By bin. */
    public long[] counts() {
        return counts.clone();
    }

    /** How many distances were counted. */
    public long total() {
        return LongStream.of(counts).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistanceHistogram histogram && Arrays.equals(counts, histogram.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return total() + " distances: " + Arrays.toString(counts);
    }
}
