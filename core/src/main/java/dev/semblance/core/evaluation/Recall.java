package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledQuery;

/**
 * {@code recall@k}: 1 where at least one of the first k neighbours has the class of the query, else 0.
 *
 * @param cutoff the first k
 */
public record Recall(Cutoff.First cutoff) implements RetrievalMetric {
    public static Recall at(int k) {
        return new Recall(new Cutoff.First(k));
    }

    @Override
    public String name() {
        return "recall@" + cutoff.k();
    }

    @Override
    public int neighbours(String label) {
        return cutoff.k();
    }

    @Override
    public double of(LabelledQuery query) {
        boolean hit =
                counted(query).stream().anyMatch(neighbour -> neighbour.label().equals(query.actual()));
        return hit ? 1 : 0;
    }
}
