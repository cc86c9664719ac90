package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;

/** Opens images to be read many times: in memory where they fit, else from disk. */
public final class PixelSources {
    private PixelSources() {}

    /**
     * Prepares the images of a data set.
     *
     * <p>Where all of them fit in the given memory at the size of the input, they are decoded now, by all processors;
     * damaged files are left out and told. Where they do not, images that are on disk stay there: each is decoded when
     * it is asked for, by the thread that asks, and as many as fit in the memory are kept.
     *
     * @param memoryBytes for samples
     * @throws OperatorException if no image, or none of two different classes, is left
     */
    public static PreparedImages open(Dataset dataset, InputSpec input, long memoryBytes, LoadListener listener) {
        if (fits(dataset, input, memoryBytes)) {
            return new MemoryLoading(dataset, input, listener).load();
        }
        listener.step("the " + dataset.size() + " images of " + dataset.name() + " take "
                + (long) dataset.size() * input.length() / 1_000_000 + " MB, more than the "
                + memoryBytes / 1_000_000 + " MB allowed: each is read whenever it is needed");
        return new PreparedImages(dataset, new DiskPixels(dataset, input, memoryBytes), SkippedFiles.NONE);
    }

    private static boolean fits(Dataset dataset, InputSpec input, long memoryBytes) {
        return (long) dataset.size() * input.length() <= memoryBytes;
    }
}
