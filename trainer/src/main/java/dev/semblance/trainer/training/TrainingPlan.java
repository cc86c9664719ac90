package dev.semblance.trainer.training;

import dev.semblance.core.OperatorException;
import java.time.Duration;

/**
 * How to train.
 *
 * @param seconds of training, without loading and judging
 * @param seed of weights, batches and shifts; a run with the same seed differs only in how many steps fit in the time
 * @param dimension length of the embeddings
 * @param classesPerBatch classes in each batch; all of them where there are fewer
 * @param examplesPerClass images of each class in a batch
 * @param learningRate of Adam at its highest, after a tenth of the time; it rises to it in a line and then falls to
 *     nearly zero along half a cosine
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 */
public record TrainingPlan(
        int seconds,
        long seed,
        int dimension,
        int classesPerBatch,
        int examplesPerClass,
        double learningRate,
        String device) {
    private static final int MAX_SECONDS = 7 * 24 * 3600;
    private static final int MAX_BATCH = 4096;

    /** 40 seconds, seed 42, 64 dimensions, 10 classes of 8 images, learning rate 0.005, device auto. */
    public static final TrainingPlan DEFAULT = new TrainingPlan(40, 42, 64, 10, 8, 5e-3, "auto");

    public TrainingPlan {
        require(seconds >= 1 && seconds <= MAX_SECONDS, "train for 1 to " + MAX_SECONDS + " seconds, not " + seconds);
        require(dimension >= 2 && dimension <= 1024, "the embedding dimension is 2 to 1024, not " + dimension);
        require(classesPerBatch >= 2, "a batch needs at least 2 classes, not " + classesPerBatch);
        require(examplesPerClass >= 2, "a batch needs at least 2 examples of a class, not " + examplesPerClass);
        require(
                (long) classesPerBatch * examplesPerClass <= MAX_BATCH,
                "a batch has at most " + MAX_BATCH + " images, not " + classesPerBatch + " x " + examplesPerClass);
        require(
                learningRate > 0 && learningRate <= 1,
                "the learning rate is above 0 and at most 1, not " + learningRate);
    }

    /** The same plan with another time to train. */
    public TrainingPlan withSeconds(int wanted) {
        return new TrainingPlan(wanted, seed, dimension, classesPerBatch, examplesPerClass, learningRate, device);
    }

    /** The same plan with another seed. */
    public TrainingPlan withSeed(long wanted) {
        return new TrainingPlan(seconds, wanted, dimension, classesPerBatch, examplesPerClass, learningRate, device);
    }

    Duration budget() {
        return Duration.ofSeconds(seconds);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new OperatorException(message);
        }
    }
}
