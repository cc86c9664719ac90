package dev.semblance.query;

import java.util.Locale;

/** The kinds of refusal, part of the HTTP contract (RFC 9457). The {@code type} is a URN that does not change. */
enum ProblemType {
    BAD_REQUEST(400, "The request is not right"),
    NOT_FOUND(404, "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "The resource does not take this method"),
    TOO_LARGE(413, "The image is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not taken"),
    BAD_IMAGE(422, "The image cannot be read"),
    INTERNAL(500, "The service failed"),
    NOT_READY(503, "No index is live yet");

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
}
