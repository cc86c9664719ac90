package dev.semblance.core.embedding;

/**
 * An image as a network takes it: of its size and normalised. It takes no more memory than that, however large the
 * image was that it was made of, so many of them may wait to be embedded. Immutable.
 */
public final class PreparedImage {
    private final float[] values;

    /** @param values {@code [height, width, channels]}, which nobody else may hold */
    PreparedImage(float[] values) {
        this.values = values;
    }

    void write(float[] target, int offset) {
        System.arraycopy(values, 0, target, offset, values.length);
    }
}
