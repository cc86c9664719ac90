package dev.semblance.core.monitoring;

/**
 * A part of a whole, both counted.
 *
 * @param part how many of them
 * @param whole how many there are
 */
public record Share(long part, long whole) {
    public Share {
        if (part < 0 || part > whole) {
            throw new IllegalArgumentException(
                    "a part is not negative nor more than the whole, as is " + part + " of " + whole);
        }
    }

    /** 0 to 1; as in {@link dev.semblance.core.calibration.ClassificationMetric}, 0/0 is 0. */
    public double value() {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
