package dev.semblance.trainer.data;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * One data set that was asked for; nothing is read before it is needed.
 *
 * @param images reads all images, or, where that saves reading, no more than about so many
 * @param parts reads the images as their authors divided them
 */
record DataPlace(IntFunction<LoadedDataset> images, Supplier<OfficialParts> parts) {
    /** One that is always complete and divided. */
    static DataPlace divided(Supplier<OfficialParts> parts) {
        return new DataPlace(atMost -> complete(parts.get().whole()), parts);
    }

    static LoadedDataset complete(Dataset dataset) {
        return new LoadedDataset(dataset, SkippedFiles.NONE);
    }
}
