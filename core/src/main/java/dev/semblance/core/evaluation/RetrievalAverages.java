package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledQuery;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Means of retrieval metrics over queries that come one after the other, so that their neighbours need not be kept. For
 * one thread.
 */
public final class RetrievalAverages {
    private final Map<RetrievalMetric, Average> averages = new LinkedHashMap<>();

    /** Starts with no query. */
    public RetrievalAverages(Collection<RetrievalMetric> metrics) {
        metrics.forEach(metric -> averages.put(metric, new Average()));
    }

    /** How many neighbours a query of a class must bring for all metrics. */
    public int depth(String label) {
        return averages.keySet().stream()
                .mapToInt(metric -> metric.neighbours(label))
                .max()
                .orElse(0);
    }

    /**
     * Counts a query.
     *
     * @throws IllegalArgumentException if it has fewer neighbours than a metric looks at
     */
    public void add(LabelledQuery query) {
        averages.forEach((metric, average) -> average.add(query.actual(), metric.of(query)));
    }

    /** By name of the metric: every query counts the same. */
    public Map<String, Double> micro() {
        return means(Average::micro);
    }

    /** By name of the metric: every class that was asked for counts the same. */
    public Map<String, Double> macro() {
        return means(Average::macro);
    }

    private Map<String, Double> means(ToDoubleFunction<Average> mean) {
        Map<String, Double> means = new LinkedHashMap<>();
        averages.forEach((metric, average) -> means.put(metric.name(), mean.applyAsDouble(average)));
        return means;
    }
}
