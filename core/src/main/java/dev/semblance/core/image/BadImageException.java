package dev.semblance.core.image;

/** Bytes that cannot be taken as an image, with a reason that programs can tell apart. */
public final class BadImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why the bytes were refused. The code is part of the dead-letter and HTTP contracts. */
    public enum Reason {
        /** No bytes at all. */
        EMPTY("empty"),
        /** More bytes than {@link ImageLimits#maxBytes()}. */
        TOO_MANY_BYTES("too-many-bytes"),
        /** More pixels than {@link ImageLimits#maxPixels()}; refused before they are decoded. */
        TOO_MANY_PIXELS("too-many-pixels"),
        /** Neither an event nor a known image format. */
        UNKNOWN_FORMAT("unknown-format"),
        /** A known format that is torn or broken. */
        UNDECODABLE("undecodable"),
        /** Pixels that the network gives no embedding for. */
        NOT_EMBEDDABLE("not-embeddable"),
        /** An embedding that came along and is none, or has another dimension than its version. */
        BAD_EMBEDDING("bad-embedding"),
        /** No image id, or one that is too long or no UTF-8. */
        BAD_ID("bad-id"),
        /** A label or an attribute that is too long to index. */
        BAD_ATTRIBUTES("bad-attributes");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Reason reason;

    public BadImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public BadImageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
