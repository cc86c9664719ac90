package dev.semblance.core.monitoring;

import java.util.Locale;

/** What an alert is about. */
public enum AlertKind {
    /** Live queries lie at other distances than those of the calibration. */
    DISTANCE_DRIFT,
    /** Live queries find no match more or less often than those of the calibration. */
    NO_MATCH_DRIFT,
    /** A class is recognised less often than before. */
    RECALL_DROP,
    /** What is accepted is right less often than the calibration promised. */
    CALIBRATION_ERROR;

    /** Name in events and metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AlertKind named(String id) {
        for (AlertKind kind : values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "there is no alert '" + id + "'; use distance_drift, no_match_drift, recall_drop or calibration_error");
    }
}
