package dev.semblance.trainer.augmentation;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Values that a parameter may have, or that are drawn from.
 *
 * @param low the smallest
 * @param high the largest
 */
record Range(double low, double high) {
    /** Refuses a parameter that is not within the limits, or no number. */
    static void check(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be %s to %s, not %s", name, low, high, value));
        }
    }

    /** Refuses limits that are the wrong way round. */
    static void checkOrder(String name, double low, double high) {
        if (low > high) {
            throw new IllegalArgumentException("the least " + name + ", " + low + ", is above the largest, " + high);
        }
    }

    /** Uniform between the limits, with one draw. */
    double draw(RandomGenerator random) {
        return low + (high - low) * random.nextDouble();
    }
}
