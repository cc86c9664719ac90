package dev.semblance.core.matching;

import java.util.List;

/**
 * A query whose class is known, with what it found.
 *
 * @param actual class of the query
 * @param neighbours what it found, the nearest first; as many as there were, never padded
 */
public record LabelledQuery(String actual, List<LabelledNeighbour> neighbours) {
    public LabelledQuery {
        neighbours = List.copyOf(neighbours);
        for (int rank = 1; rank < neighbours.size(); rank++) {
            float before = neighbours.get(rank - 1).distance();
            float distance = neighbours.get(rank).distance();
            if (distance < before) {
                throw new IllegalArgumentException(
                        "neighbours come nearest first, but " + distance + " follows " + before);
            }
        }
    }

    /** The same query with its first {@code k} neighbours; all of them where there are fewer. */
    public LabelledQuery first(int k) {
        if (k >= neighbours.size()) {
            return this;
        }
        return new LabelledQuery(actual, neighbours.subList(0, k));
    }
}
