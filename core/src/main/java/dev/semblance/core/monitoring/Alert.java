package dev.semblance.core.monitoring;

import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert as it last changed.
 *
 * @param version whose matches it is about
 * @param cutpoint that they went by
 * @param kind what it is about
 * @param raised whether it is on
 * @param value what was read when it changed; the larger the worse
 * @param limit the limit that this is beyond, or within again
 * @param samples how many queries the reading is about
 * @param label the class that it is about, where it is about one
 * @param window how far back the reading reached
 * @param changedAt when
 */
public record Alert(
        ModelVersion version,
        CutpointName cutpoint,
        AlertKind kind,
        boolean raised,
        double value,
        double limit,
        long samples,
        Optional<String> label,
        String window,
        Instant changedAt) {
    /** Identifies the alert: {@code model/version/calibration/cutpoint/kind}. */
    public String key() {
        return version.key() + "/" + cutpoint.calibration() + "/" + cutpoint.cutpoint() + "/" + kind.id();
    }
}
