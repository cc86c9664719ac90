package dev.semblance.query;

import java.util.Locale;

/** The kinds of refusal, part of the HTTP contract (RFC 9457). The {@code type} is a URN that does not change. */
enum ProblemType {
    BAD_REQUEST(400, "The request is not right"),
    NOT_FOUND(404, "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "The resource does not take this method"),
    UNCALIBRATED(409, "The live model version is not calibrated"),
    CALIBRATION_MISMATCH(409, "The calibration does not hold for this"),
    NO_LABELS(409, "The index has no labelled images for this"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not taken"),
    BAD_IMAGE(422, "The image cannot be read"),
    BAD_VECTOR(422, "The vector cannot be compared"),
    TOO_MANY_REQUESTS(429, "The node has too much to do"),
    INTERNAL(500, "The service failed"),
    NOT_READY(503, "No index is live yet"),
    INDEX_BEHIND(503, "The index does not hold the records yet"),
    EVENTS_UNAVAILABLE(503, "The brokers do not take the event"),
    COUNTS_UNAVAILABLE(503, "The counts are not at hand");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String type() {
        return "urn:semblance:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the same request may be answered a little later. */
    boolean passes() {
        return switch (this) {
            case TOO_MANY_REQUESTS, NOT_READY, INDEX_BEHIND, EVENTS_UNAVAILABLE, COUNTS_UNAVAILABLE -> true;
            default -> false;
        };
    }
}
