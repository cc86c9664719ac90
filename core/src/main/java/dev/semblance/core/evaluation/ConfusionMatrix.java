package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How often queries of a class were taken for which one, "no match" among them.
 *
 * @param counts of the cells that are not 0
 */
public record ConfusionMatrix(Map<Cell, Long> counts) {
    public ConfusionMatrix {
        counts = Map.copyOf(counts);
    }

    /**
     * One kind of outcome.
     *
     * @param actual class of the query
     * @param predicted what it was taken for; empty for no match
     */
    public record Cell(String actual, Optional<String> predicted) {}

    /**
     * Counts.
     *
     * @param match what a query was taken for, empty where it was refused
     */
    public static ConfusionMatrix of(List<LabelledQuery> queries, Function<LabelledQuery, Optional<Match>> match) {
        Map<Cell, Long> counts = new HashMap<>();
        for (LabelledQuery query : queries) {
            counts.merge(new Cell(query.actual(), match.apply(query).map(Match::label)), 1L, Long::sum);
        }
        return new ConfusionMatrix(counts);
    }

    /** All classes that asked or were taken for, in alphabetical order. */
    public List<String> labels() {
        Set<String> labels = new TreeSet<>();
        counts.keySet().forEach(cell -> {
            labels.add(cell.actual());
            cell.predicted().ifPresent(labels::add);
        });
        return List.copyOf(labels);
    }

    /** How often this happened. */
    public long count(String actual, Optional<String> predicted) {
        return counts.getOrDefault(new Cell(actual, predicted), 0L);
    }
}
