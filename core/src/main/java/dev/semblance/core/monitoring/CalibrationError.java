package dev.semblance.core.monitoring;

import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Cutpoint;
import java.util.OptionalDouble;

/**
 * What a cutpoint promised less what was seen: above 0 where it does worse than it promised.
 *
 * @param promised the cutpoint, with the counts of the queries that it was found with
 * @param observed what became of labelled queries that went by it
 */
public record CalibrationError(Cutpoint promised, MatrixReport observed) {
    /** Of the precision of what is accepted; empty where nothing was. */
    public OptionalDouble ofPrecision() {
        if (observed.accepted() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(promised.value(ClassificationMetric.PRECISION) - observed.precision());
    }

    /** Of the share that is accepted; empty where nobody asked. */
    public OptionalDouble ofCoverage() {
        if (observed.labelled() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(promised.value(ClassificationMetric.COVERAGE) - observed.coverage());
    }
}
