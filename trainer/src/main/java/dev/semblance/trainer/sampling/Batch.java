package dev.semblance.trainer.sampling;

/**
 * Images to learn from in one step, ready for the network, with their classes. The arrays belong to whoever took the
 * batch.
 */
public final class Batch {
    private final long number;
    private final float[] images;
    private final int[] labels;

    Batch(long number, float[] images, int[] labels) {
        this.number = number;
        this.images = images;
        this.labels = labels;
    }

    /** Its place in the run, from 0. */
    public long number() {
        return number;
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Normalised values, {@code [size, height, width, channels]}; not copied. */
    public float[] images() {
        return images;
    }

    /** {@code [size]}; not copied. */
    public int[] labels() {
        return labels;
    }
}
