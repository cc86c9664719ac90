package dev.semblance.query;

import dev.semblance.core.calibration.Bootstrap;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.matching.Matcher;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How near is near enough?
 *
 * @param name of the calibration
 * @param matcher that it is for
 * @param k how many neighbours the matcher sees
 * @param metric what the optimal cutpoint is best by
 * @param extraMetrics reported too
 * @param targets of further cutpoints
 * @param sample labelled queries
 * @param bootstrap how to find out how sure the cutpoints are; empty for not at all
 * @param perClass whether classes get thresholds of their own
 * @param unknownClasses classes to hide from the index, to see how often they are accepted all the same
 */
record CalibrationRequest(
        String name,
        Matcher matcher,
        int k,
        ClassificationMetric metric,
        Set<ClassificationMetric> extraMetrics,
        List<Target> targets,
        Sample sample,
        Optional<Bootstrap> bootstrap,
        boolean perClass,
        Set<String> unknownClasses) {
    /** Where labelled queries come from. */
    sealed interface Sample {
        /** Drawn from the index; each is asked for without itself. */
        record Drawn(int size, long seed) implements Sample {}

        /** Given by the caller. */
        record Given(List<LabelledPoint> queries) implements Sample {
            public Given {
                queries = List.copyOf(queries);
            }
        }
    }
}
