package dev.semblance.core.calibration;

/**
 * What a threshold must achieve, such as a precision of at least 0.95 or a false-positive rate of at most 0.01.
 *
 * @param name of the cutpoint that meets it
 * @param metric what is bounded
 * @param bound the least that will do; the most for a metric that is to be small
 */
public record Target(String name, ClassificationMetric metric, double bound) {
    public Target {
        if (name.isBlank() || name.equals(Cutpoint.OPTIMAL)) {
            throw new IllegalArgumentException(
                    "a target cannot be called '" + name + "'; choose another name than '" + Cutpoint.OPTIMAL + "'");
        }
        if (!Double.isFinite(bound)) {
            throw new IllegalArgumentException("target '" + name + "' is bounded by a number, not by " + bound);
        }
    }
}
