package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledQuery;
import java.util.List;

/** Retrieval metrics over held-out queries, as TensorFlow Similarity's {@code evaluate_retrieval} averages them. */
public final class RetrievalMetrics {
    private final List<LabelledQuery> queries;

    /** @throws IllegalArgumentException if there are no queries */
    public RetrievalMetrics(List<LabelledQuery> queries) {
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to evaluate: no queries");
        }
        this.queries = List.copyOf(queries);
    }

    /**
     * The mean over queries.
     *
     * @throws IllegalArgumentException if a query has fewer neighbours than the metric looks at
     */
    public double micro(RetrievalMetric metric) {
        return average(metric).micro();
    }

    /**
     * The mean over the classes of the queries of the mean over the queries of a class.
     *
     * @throws IllegalArgumentException if a query has fewer neighbours than the metric looks at
     */
    public double macro(RetrievalMetric metric) {
        return average(metric).macro();
    }

    private Average average(RetrievalMetric metric) {
        Average average = new Average();
        queries.forEach(query -> average.add(query.actual(), metric.of(query)));
        return average;
    }
}
