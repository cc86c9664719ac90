package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import java.util.List;

/**
 * How well one query retrieves, with the formulas of TensorFlow Similarity's retrieval metrics. {@code rel(j)} is 1
 * where the neighbour of rank j, from 1, has the class of the query, else 0.
 */
public sealed interface RetrievalMetric permits Recall, Precision, AveragePrecision, Ndcg {
    /** Name in tables and reports, such as {@code recall@5}. */
    String name();

    /** How many neighbours a query of that class must bring. */
    int neighbours(String label);

    /**
     * The value, 0 to 1.
     *
     * @throws IllegalArgumentException if the query has fewer neighbours than the metric looks at
     */
    double of(LabelledQuery query);

    /** The neighbours that count. */
    default List<LabelledNeighbour> counted(LabelledQuery query) {
        int needed = neighbours(query.actual());
        int found = query.neighbours().size();
        if (found < needed) {
            throw new IllegalArgumentException(
                    name() + " needs " + needed + " neighbours of a query that has " + found + "; search for more");
        }
        return query.neighbours().subList(0, needed);
    }
}
