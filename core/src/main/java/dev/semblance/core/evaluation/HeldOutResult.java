package dev.semblance.core.evaluation;

import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.Cutpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model version does on images that it has not seen.
 *
 * @param retrieval mean of each retrieval metric over the queries, by name; a metric that looks at more neighbours than
 *     the index has is not there
 * @param calibration thresholds found with the calibration set
 * @param heldOut the optimal cutpoint, measured on the queries
 */
public record HeldOutResult(Map<String, Double> retrieval, Calibration calibration, Cutpoint heldOut) {
    /** Share of the queries, 0 to 1, that the threshold refuses. */
    public static final String NO_MATCH_SHARE = "no_match_share";

    /** The largest distance that is accepted. */
    public static final String THRESHOLD = "threshold";

    /** What stands before the name of a metric that was measured on the calibration set and not on the queries. */
    public static final String ON_CALIBRATION = "calibration_";

    public HeldOutResult {
        retrieval = Collections.unmodifiableMap(new LinkedHashMap<>(retrieval));
    }

    /** Share of the queries, 0 to 1, that the threshold refuses. */
    public double noMatchShare() {
        ClassificationCounts counts = heldOut.counts();
        return (double) counts.refused() / counts.total();
    }

    /**
     * Everything by name: the retrieval metrics; the threshold; the reported classification metrics on the queries and,
     * with {@value #ON_CALIBRATION} before them, on the calibration set; the share without a match.
     */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>(retrieval);
        metrics.put(THRESHOLD, (double) heldOut.distance());
        calibration.report(heldOut).forEach((metric, value) -> metrics.put(metric.id(), value));
        metrics.put(NO_MATCH_SHARE, noMatchShare());
        calibration
                .report(calibration.optimal())
                .forEach((metric, value) -> metrics.put(ON_CALIBRATION + metric.id(), value));
        return Collections.unmodifiableMap(metrics);
    }
}
