package dev.semblance.trainer.data;

/**
 * A data set and what was left out of it.
 *
 * @param dataset the images that can be used
 * @param skipped files that cannot
 */
public record LoadedDataset(Dataset dataset, SkippedFiles skipped) {}
