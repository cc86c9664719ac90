package dev.semblance.core.store;

import java.io.IOException;

/** A stored object that is not the bytes that were announced. */
public final class CorruptObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptObjectException(String message) {
        super(message);
    }
}
