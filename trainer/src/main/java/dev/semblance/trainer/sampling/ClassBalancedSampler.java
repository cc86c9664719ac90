package dev.semblance.trainer.sampling;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws batches of a fixed number of examples of each of a fixed number of classes, as metric losses need them. Classes
 * are drawn without replacement within a batch. Examples are drawn without replacement within their class until it is
 * used up, then it is shuffled anew, so that every example gets its turn; a class smaller than its share of a batch
 * therefore repeats within it. A data set with fewer classes than asked for gives batches of all its classes.
 *
 * <p>The same seed draws the same batches on every machine. Not safe for use by several threads.
 */
public final class ClassBalancedSampler {
    private final SplittableRandom random;
    private final int classesPerBatch;
    private final int examplesPerClass;
    /** Positions of the examples of each class, in the order in which they are drawn. */
    private final int[][] decks;
    /** How much of each deck has been drawn. */
    private final int[] drawn;
    /** The classes, in an order that changes with each batch. */
    private final int[] order;

    /**
     * @param labels class of each example, {@code [examples]}, from 0; every class up to the largest has an example
     * @param classesPerBatch at least 2
     * @param examplesPerClass at least 2, so that each example has a positive
     */
    public ClassBalancedSampler(int[] labels, int classesPerBatch, int examplesPerClass, long seed) {
        if (classesPerBatch < 2 || examplesPerClass < 2) {
            throw new IllegalArgumentException("a batch needs at least 2 examples of at least 2 classes, not "
                    + examplesPerClass + " of " + classesPerBatch);
        }
        this.random = new SplittableRandom(seed);
        this.examplesPerClass = examplesPerClass;
        this.decks = decks(labels);
        this.classesPerBatch = Math.min(classesPerBatch, decks.length);
        this.drawn = new int[decks.length];
        this.order = new int[decks.length];
        Arrays.setAll(order, label -> label);
        for (int[] deck : decks) {
            shuffle(deck, deck.length);
        }
    }

    /** Examples in each batch. */
    public int batchSize() {
        return classesPerBatch * examplesPerClass;
    }

    /** Positions of the next batch's examples, {@code [batchSize]}, those of a class side by side. */
    public int[] next() {
        shuffle(order, classesPerBatch);
        int[] batch = new int[batchSize()];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = draw(order[i / examplesPerClass]);
        }
        return batch;
    }

    private int draw(int label) {
        int[] deck = decks[label];
        if (drawn[label] == deck.length) {
            shuffle(deck, deck.length);
            drawn[label] = 0;
        }
        return deck[drawn[label]++];
    }

    private static int[][] decks(int[] labels) {
        int[] counts = new int[Arrays.stream(labels).max().orElse(-1) + 1];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] decks = new int[counts.length][];
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new IllegalArgumentException("class " + label + " has no examples");
            }
            decks[label] = new int[counts[label]];
        }
        for (int position = labels.length - 1; position >= 0; position--) {
            decks[labels[position]][--counts[labels[position]]] = position;
        }
        if (decks.length < 2) {
            throw new IllegalArgumentException("examples of at least 2 classes are needed");
        }
        return decks;
    }

    /** Puts a random choice of the values into the first {@code count} places, in random order. */
    private void shuffle(int[] values, int count) {
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(values.length - i);
            int kept = values[i];
            values[i] = values[other];
            values[other] = kept;
        }
    }
}
