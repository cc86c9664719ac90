package dev.semblance.core.matching;

import java.time.Instant;
import java.util.Optional;

/**
 * The class that a query really has: ground truth, which may come long after the match.
 *
 * @param queryId identifies the query
 * @param label its class
 * @param source who or what says so
 * @param confirmedAt when
 */
public record ConfirmedLabel(String queryId, String label, Optional<String> source, Instant confirmedAt) {
    /** Longest label, in characters: what a label costs is kept for each query. */
    public static final int MAX_LABEL = 200;

    public ConfirmedLabel {
        if (queryId.isEmpty()) {
            throw new IllegalArgumentException("a confirmed label names its query");
        }
        if (label.isBlank() || label.length() > MAX_LABEL) {
            throw new IllegalArgumentException("a label has 1 to " + MAX_LABEL + " characters and is not blank");
        }
    }
}
