package dev.semblance.indexer;

/** The Flink cluster does not answer. It may be there again a moment later. */
public final class ClusterAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
