package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;
import dev.semblance.trainer.sampling.ClassBalancedPlan;
import dev.semblance.trainer.sampling.ExamplePool;
import dev.semblance.trainer.sampling.Sampler;
import dev.semblance.trainer.sampling.SingleShotSampler;

/**
 * What a batch holds.
 *
 * @param sampling how its examples are chosen
 * @param classes in a batch, at most those there are; of {@link Sampling#SINGLE_SHOT} images
 * @param examplesPerClass images of each class; of {@link Sampling#SINGLE_SHOT} views of each image
 */
public record BatchSpec(Sampling sampling, int classes, int examplesPerClass) {
    private static final int MAX_BATCH = 65_536;

    /** The ways there are. */
    public enum Sampling {
        /** The same number of images of each class. */
        CLASS_BALANCED,
        /** Each image is a class of its own, seen several times as augmented; needs no labels. */
        SINGLE_SHOT
    }

    public BatchSpec {
        if (classes < 2 || examplesPerClass < 2 || (long) classes * examplesPerClass > MAX_BATCH) {
            throw new OperatorException("a batch holds at least 2 examples of at least 2 classes, and at most "
                    + MAX_BATCH + " images, not " + classes + " x " + examplesPerClass);
        }
    }

    /**
     * The batches of a run.
     *
     * @param labels class of each image, {@code [images]}, from 0
     */
    Sampler sampler(int[] labels, int stepsPerEpoch, long seed) {
        return switch (sampling) {
            case CLASS_BALANCED ->
                ClassBalancedPlan.of(classes, examplesPerClass, stepsPerEpoch).sampler(labels, seed);
            case SINGLE_SHOT -> new SingleShotSampler(ExamplePool.of(labels), classes, examplesPerClass, seed);
        };
    }
}
