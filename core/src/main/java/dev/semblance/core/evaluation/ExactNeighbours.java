package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds nearest neighbours by comparing with everything: the truth that an approximate index is held against. Equally
 * distant neighbours come in the order of the corpus.
 */
public final class ExactNeighbours {
    private static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::position);

    private final List<Embedding> corpus;
    private final Distance distance;

    public ExactNeighbours(List<Embedding> corpus, Distance distance) {
        this.corpus = List.copyOf(corpus);
        this.distance = distance;
    }

    /**
     * One neighbour.
     *
     * @param position in the corpus, from 0
     * @param distance from the query
     */
    public record Neighbour(int position, float distance) {}

    /** The {@code k} nearest, the nearest first; all there are where the corpus is smaller than {@code k}. */
    public List<Neighbour> nearest(Embedding query, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("cannot find " + k + " neighbours");
        }
        PriorityQueue<Neighbour> best = new PriorityQueue<>(NEAREST_FIRST.reversed());
        for (int position = 0; position < corpus.size(); position++) {
            Neighbour found = new Neighbour(position, distance.between(query, corpus.get(position)));
            if (best.size() < k) {
                best.add(found);
            } else if (NEAREST_FIRST.compare(found, best.element()) < 0) {
                best.remove();
                best.add(found);
            }
        }
        List<Neighbour> neighbours = new ArrayList<>(best);
        neighbours.sort(NEAREST_FIRST);
        return neighbours;
    }
}
