package dev.semblance.trainer.data;

import dev.semblance.core.image.InputSpec;

/**
 * Images of a data set at the size that a network takes, by position, wherever they are kept. Safe for use by several
 * threads.
 */
public interface PixelSource {
    /** Number of images. */
    int size();

    /** Size, channels and normalisation. */
    InputSpec input();

    /** Class of each image, {@code [size]}, by its place in the data set's classes. */
    int[] labels();

    /**
     * Writes the samples of one image, 8 bits each, {@code [height, width, channels]}, not normalised, into
     * {@code target} from {@code offset} on.
     *
     * @throws dev.semblance.core.OperatorException if the image can no longer be read
     */
    void read(int position, byte[] target, int offset);
}
