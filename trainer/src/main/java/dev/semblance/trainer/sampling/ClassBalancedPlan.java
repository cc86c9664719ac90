package dev.semblance.trainer.sampling;

import java.util.OptionalInt;
import java.util.Set;

/**
 * How class-balanced batches are drawn.
 *
 * @param classesPerBatch at least 2
 * @param examplesPerClass of each class in a batch, at least 2
 * @param stepsPerEpoch batches between two judgements of the network, at least 1
 * @param classes that are drawn from; none means all
 * @param totalPerClass most examples of each class that are ever drawn; empty means all
 */
public record ClassBalancedPlan(
        int classesPerBatch, int examplesPerClass, int stepsPerEpoch, Set<Integer> classes, OptionalInt totalPerClass) {
    public ClassBalancedPlan {
        classes = Set.copyOf(classes);
        if (classesPerBatch < 2 || examplesPerClass < 2) {
            throw new IllegalArgumentException("a batch needs at least 2 examples of at least 2 classes, not "
                    + examplesPerClass + " of " + classesPerBatch);
        }
        if (stepsPerEpoch < 1) {
            throw new IllegalArgumentException("an epoch needs at least 1 step, not " + stepsPerEpoch);
        }
        if (totalPerClass.isPresent() && totalPerClass.getAsInt() < 1) {
            throw new IllegalArgumentException("cannot draw from " + totalPerClass.getAsInt() + " examples per class");
        }
    }

    /** Draws from all examples of all classes. */
    public static ClassBalancedPlan of(int classesPerBatch, int examplesPerClass, int stepsPerEpoch) {
        return new ClassBalancedPlan(classesPerBatch, examplesPerClass, stepsPerEpoch, Set.of(), OptionalInt.empty());
    }

    /** Draws from these classes only. */
    public ClassBalancedPlan withClasses(Set<Integer> only) {
        return new ClassBalancedPlan(classesPerBatch, examplesPerClass, stepsPerEpoch, only, totalPerClass);
    }

    /** Draws from so many examples of each class only. */
    public ClassBalancedPlan withTotalPerClass(int examples) {
        return new ClassBalancedPlan(
                classesPerBatch, examplesPerClass, stepsPerEpoch, classes, OptionalInt.of(examples));
    }

    /**
     * The examples that are drawn from, in random order: a slice of them is a random sample.
     *
     * @param labels class of each example, {@code [data set]}, from 0
     */
    public ExamplePool pool(int[] labels, long seed) {
        ExamplePool all = ExamplePool.of(labels);
        ExamplePool some = classes.isEmpty() ? all : all.ofClasses(classes);
        ExamplePool limited = totalPerClass.isPresent() ? some.limitedPerClass(totalPerClass.getAsInt(), seed) : some;
        return limited.shuffled(seed);
    }

    /**
     * Draws from the examples of {@link #pool} with the same seed.
     *
     * @param labels class of each example, {@code [data set]}, from 0
     */
    public ClassBalancedSampler sampler(int[] labels, long seed) {
        return new ClassBalancedSampler(pool(labels, seed), classesPerBatch, examplesPerClass, seed);
    }
}
