package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * A random change to an image. It leaves width, height and channels as they are, and values within 0 to 1. Everything
 * random comes from the generator, so that a generator in the same state gives the same image on every machine. Safe
 * for use by several threads, each with its own image and generator.
 */
@FunctionalInterface
public interface Augmentation {
    /** Changes the image in place. */
    void apply(ImageBuffer image, RandomGenerator random);
}
