package dev.semblance.query.confusion;

import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import java.util.Optional;

/**
 * Matches that are counted together.
 *
 * @param version that they were made with
 * @param cutpoint that they went by; empty where the callers gave their thresholds
 */
public record Series(ModelVersion version, Optional<CutpointName> cutpoint) {
    private static final int VERSION_PARTS = 2;
    private static final int ALL_PARTS = 4;

    static Series of(MatchDecision decision) {
        return new Series(decision.version(), decision.cutpoint());
    }

    /** {@code model/version}, with {@code /calibration/cutpoint} where there is one. */
    public String key() {
        return version.key()
                + cutpoint.map(name -> "/" + name.calibration() + "/" + name.cutpoint())
                        .orElse("");
    }

    /** The series of a key. Of its parts the cutpoint alone, which is the last, may have a slash in it. */
    static Series parse(String key) {
        String[] parts = key.split("/", ALL_PARTS);
        if (parts.length != VERSION_PARTS && parts.length != ALL_PARTS) {
            throw new IllegalArgumentException("'" + key + "' is no series");
        }
        return new Series(
                new ModelVersion(parts[0], parts[1]),
                parts.length == ALL_PARTS ? Optional.of(new CutpointName(parts[2], parts[3])) : Optional.empty());
    }
}
