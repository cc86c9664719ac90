package dev.semblance.trainer.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Examples to draw from: some of a data set's positions, in an order, with the class of each. Immutable. */
public final class ExamplePool {
    /** Class of each example of the data set, {@code [data set]}. */
    private final int[] labels;
    /** Positions of those in the pool. */
    private final int[] positions;

    private ExamplePool(int[] labels, int[] positions) {
        this.labels = labels;
        this.positions = positions;
    }

    /**
     * All examples, in the order of the data set.
     *
     * @param labels class of each example, {@code [data set]}, from 0
     */
    public static ExamplePool of(int[] labels) {
        for (int label : labels) {
            if (label < 0) {
                throw new IllegalArgumentException("a class is numbered " + label + "; they count from 0");
            }
        }
        return new ExamplePool(labels.clone(), IntStream.range(0, labels.length).toArray());
    }

    /** Only the examples of these classes, each of which must have one. */
    public ExamplePool ofClasses(Set<Integer> classes) {
        ExamplePool some = filter(position -> classes.contains(labels[position]));
        for (int label : classes) {
            if (some.countsByClass().getOrDefault(label, 0) == 0) {
                throw new IllegalArgumentException("class " + label + " has no examples to draw");
            }
        }
        return some;
    }

    /** At most so many examples of each class, chosen at random, each once; the order stays. */
    public ExamplePool limitedPerClass(int examples, long seed) {
        if (examples < 1) {
            throw new IllegalArgumentException("cannot keep " + examples + " examples of each class");
        }
        Map<Integer, Integer> kept = new HashMap<>();
        boolean[] keep = new boolean[labels.length];
        for (int position : shuffled(seed).positions) {
            keep[position] = kept.merge(labels[position], 1, Integer::sum) <= examples;
        }
        return filter(position -> keep[position]);
    }

    /** The same examples in random order. */
    public ExamplePool shuffled(long seed) {
        int[] order = positions.clone();
        Deck.shuffle(order, 0, order.length, order.length, new SplittableRandom(seed));
        return new ExamplePool(labels, order);
    }

    /** At most {@code size} examples, from {@code begin} on. */
    public ExamplePool slice(int begin, int size) {
        if (begin < 0 || begin > size() || size < 0) {
            throw new IllegalArgumentException(
                    "a pool of " + size() + " examples has no " + size + " from " + begin + " on");
        }
        return new ExamplePool(labels, Arrays.copyOfRange(positions, begin, begin + Math.min(size, size() - begin)));
    }

    /** All examples from {@code begin} on. */
    public ExamplePool slice(int begin) {
        return slice(begin, size());
    }

    /** Number of examples. */
    public int size() {
        return positions.length;
    }

    /** Position of each example in the data set, {@code [size]}. */
    public int[] positions() {
        return positions.clone();
    }

    /** Class of each example, {@code [size]}. */
    public int[] labels() {
        return labels(positions);
    }

    /** Class of the examples at these positions of the data set, {@code [positions]}. */
    int[] labels(int[] some) {
        return Arrays.stream(some).map(position -> labels[position]).toArray();
    }

    private Map<Integer, Integer> countsByClass() {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int position : positions) {
            counts.merge(labels[position], 1, Integer::sum);
        }
        return counts;
    }

    private ExamplePool filter(IntPredicate kept) {
        return new ExamplePool(labels, Arrays.stream(positions).filter(kept).toArray());
    }
}
