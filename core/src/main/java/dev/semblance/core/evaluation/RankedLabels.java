package dev.semblance.core.evaluation;

import java.util.List;

/**
 * What one query found.
 *
 * @param actual label of the query
 * @param neighbours labels of what it found, the nearest first
 */
public record RankedLabels(String actual, List<String> neighbours) {
    public RankedLabels {
        neighbours = List.copyOf(neighbours);
    }

    /** Whether at least one of the first {@code k} neighbours has the label of the query. */
    boolean isHitWithin(int k) {
        return neighbours.subList(0, k).contains(actual);
    }
}
