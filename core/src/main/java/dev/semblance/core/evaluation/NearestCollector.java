package dev.semblance.core.evaluation;

import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the k nearest of a stream of points, of equally distant ones the first. It gathers whatever beats the k-th
 * nearest so far, and sorts only when its buffer, somewhat larger than k, is full. For one thread.
 */
final class NearestCollector {
    private static final int SPARE = 64;

    private final int k;
    private final long[] packed;
    private int size;
    /** The k-th nearest so far, as a packed value and as its distance. */
    private long worst = Long.MAX_VALUE;

    private float worstDistance = Float.POSITIVE_INFINITY;

    NearestCollector(int k) {
        this.k = k;
        this.packed = new long[2 * k + SPARE];
    }

    /**
     * Takes the first {@code count} distances.
     *
     * @param first position of the first of them in the corpus
     */
    void offer(int first, float[] distances, int count) {
        for (int i = 0; i < count; i++) {
            // Negated, so that what is not a number comes last and not never.
            if (!(distances[i] > worstDistance)) {
                add(PackedNeighbours.pack(first + i, distances[i]));
            }
        }
    }

    /** The k nearest, the nearest first; all that were offered where there are fewer. */
    List<Neighbour> neighbours() {
        cut();
        return new PackedNeighbours(Arrays.copyOf(packed, size));
    }

    private void add(long neighbour) {
        if (neighbour >= worst) {
            return;
        }
        packed[size] = neighbour;
        size++;
        if (size == packed.length) {
            cut();
        }
    }

    private void cut() {
        Arrays.sort(packed, 0, size);
        size = Math.min(size, k);
        if (size == k) {
            worst = packed[k - 1];
            worstDistance = PackedNeighbours.distance(worst);
        }
    }
}
