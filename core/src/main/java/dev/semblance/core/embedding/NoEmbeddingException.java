package dev.semblance.core.embedding;

/** The network gives no unit vector for an image: zeros, or what is no number. */
public final class NoEmbeddingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoEmbeddingException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
