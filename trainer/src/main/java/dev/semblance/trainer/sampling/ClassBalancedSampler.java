package dev.semblance.trainer.sampling;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws batches of a fixed number of examples of each of a fixed number of classes, as metric losses need them. Classes
 * are drawn without replacement within a batch. Examples are drawn without replacement within their class until it is
 * used up, then it is shuffled anew, so that every example gets its turn; only a class smaller than its share of a
 * batch repeats within it. A pool with fewer classes than asked for gives batches of all its classes.
 *
 * <p>The same seed draws the same batches on every machine. Not safe for use by several threads.
 */
public final class ClassBalancedSampler implements Sampler {
    private final ExamplePool pool;
    private final SplittableRandom random;
    private final int classesPerBatch;
    private final int examplesPerClass;
    /** The examples of each class that has any. */
    private final Deck[] decks;
    /** The decks, in an order that changes with each batch. */
    private final int[] order;

    /**
     * Draws from all examples.
     *
     * @param labels class of each example, {@code [data set]}, from 0
     * @param classesPerBatch at least 2
     * @param examplesPerClass at least 2, so that each example has a positive
     */
    public ClassBalancedSampler(int[] labels, int classesPerBatch, int examplesPerClass, long seed) {
        this(ExamplePool.of(labels), classesPerBatch, examplesPerClass, seed);
    }

    /**
     * Draws from the examples of a pool.
     *
     * @param pool of at least 2 classes
     * @param classesPerBatch at least 2
     * @param examplesPerClass at least 2, so that each example has a positive
     */
    public ClassBalancedSampler(ExamplePool pool, int classesPerBatch, int examplesPerClass, long seed) {
        if (classesPerBatch < 2 || examplesPerClass < 2) {
            throw new IllegalArgumentException("a batch needs at least 2 examples of at least 2 classes, not "
                    + examplesPerClass + " of " + classesPerBatch);
        }
        this.pool = pool;
        this.random = new SplittableRandom(seed);
        this.examplesPerClass = examplesPerClass;
        int[] labels = pool.labels();
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        if (classes.length < 2) {
            throw new IllegalArgumentException("examples of at least 2 classes are needed, not of " + classes.length);
        }
        this.decks = decks(pool.positions(), labels, classes);
        this.classesPerBatch = Math.min(classesPerBatch, classes.length);
        this.order = new int[classes.length];
        Arrays.setAll(order, deck -> deck);
    }

    private Deck[] decks(int[] positions, int[] labels, int[] classes) {
        int[] counts = new int[classes.length];
        for (int label : labels) {
            counts[Arrays.binarySearch(classes, label)]++;
        }
        int[][] cards = new int[classes.length][];
        Arrays.setAll(cards, deck -> new int[counts[deck]]);
        for (int i = labels.length - 1; i >= 0; i--) {
            int deck = Arrays.binarySearch(classes, labels[i]);
            cards[deck][--counts[deck]] = positions[i];
        }
        return Arrays.stream(cards).map(some -> new Deck(some, random)).toArray(Deck[]::new);
    }

    @Override
    public int batchSize() {
        return classesPerBatch * examplesPerClass;
    }

    /** Positions of the next batch's examples, {@code [batchSize]}, those of a class side by side. */
    @Override
    public int[] next() {
        Deck.shuffle(order, 0, classesPerBatch, order.length, random);
        int[] batch = new int[batchSize()];
        for (int i = 0; i < classesPerBatch; i++) {
            decks[order[i]].draw(batch, i * examplesPerClass, examplesPerClass);
        }
        return batch;
    }

    @Override
    public int[] labels(int[] positions) {
        return pool.labels(positions);
    }
}
