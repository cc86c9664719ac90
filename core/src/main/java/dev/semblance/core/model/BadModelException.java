package dev.semblance.core.model;

/** Weights that do not make the network they are said to be of, or a module that cannot embed images. */
public final class BadModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadModelException(String message) {
        super(message);
    }

    public BadModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
