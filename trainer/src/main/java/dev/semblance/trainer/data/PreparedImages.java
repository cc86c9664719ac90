package dev.semblance.trainer.data;

/**
 * Images ready to be read many times.
 *
 * @param images those that can be read; position by position the same as {@code pixels}
 * @param pixels their samples
 * @param skipped files that turned out to be damaged
 */
public record PreparedImages(Dataset images, PixelSource pixels, SkippedFiles skipped) {}
