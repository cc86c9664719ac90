package dev.semblance.query.confusion;

/** The counts are on another node, or on their way to one. */
public final class CountsElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String MESSAGE = "the counts are being moved between nodes; try again in a moment";

    CountsElsewhereException() {
        super(MESSAGE);
    }

    CountsElsewhereException(Throwable cause) {
        super(MESSAGE, cause);
    }
}
