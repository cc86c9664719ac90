package dev.semblance.core.calibration;

/**
 * A threshold with a name, and what becomes of a set of labelled queries there.
 *
 * @param name {@value #OPTIMAL} or that of its target
 * @param distance the largest that is accepted
 * @param counts over the queries that it was measured on
 */
public record Cutpoint(String name, float distance, ClassificationCounts counts) {
    /** The name of the threshold that is best by the metric of the calibration. */
    public static final String OPTIMAL = "optimal";

    static Cutpoint at(String name, CurvePoint point) {
        return new Cutpoint(name, point.distance(), point.counts());
    }

    /** The metric's value here, 0 to 1. */
    public double value(ClassificationMetric metric) {
        return metric.of(counts);
    }
}
