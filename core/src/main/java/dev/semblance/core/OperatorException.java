package dev.semblance.core;

/**
 * Something that the person who runs Semblance can mend: a taken port, an unreadable folder, a missing topic. The
 * message says what is wrong, with the value at fault, and what to do; the command line prints it as one line and exits
 * non-zero.
 */
public final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
