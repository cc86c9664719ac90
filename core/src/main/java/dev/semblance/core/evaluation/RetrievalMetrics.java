package dev.semblance.core.evaluation;

import java.util.List;

/** Retrieval metrics over held-out queries, with the formulas of TensorFlow Similarity's {@code evaluate_retrieval}. */
public final class RetrievalMetrics {
    private final List<RankedLabels> queries;

    /** @throws IllegalArgumentException if there are no queries */
    public RetrievalMetrics(List<RankedLabels> queries) {
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to evaluate: no queries");
        }
        this.queries = List.copyOf(queries);
    }

    /**
     * Share of queries, 0 to 1, with at least one neighbour of their label among the first {@code k}.
     *
     * @throws IllegalArgumentException if a query has fewer than {@code k} neighbours
     */
    public double recallAt(int k) {
        int hits = 0;
        for (RankedLabels query : queries) {
            requireNeighbours(query, k);
            if (query.isHitWithin(k)) {
                hits++;
            }
        }
        return (double) hits / queries.size();
    }

    private static void requireNeighbours(RankedLabels query, int k) {
        if (k < 1 || query.neighbours().size() < k) {
            throw new IllegalArgumentException("recall@" + k + " needs at least 1 and at most "
                    + query.neighbours().size() + " neighbours of each query");
        }
    }
}
