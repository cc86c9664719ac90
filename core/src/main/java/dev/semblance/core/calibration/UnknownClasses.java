package dev.semblance.core.calibration;

import dev.semblance.core.matching.LabelledQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How often a query is accepted whose class is not in the index, so that every match is wrong: the false-accept rate.
 *
 * @param classes that were hidden
 * @param queries how many of these classes asked
 * @param acceptRates share that was accepted, 0 to 1, by cutpoint
 */
public record UnknownClasses(Set<String> classes, int queries, Map<String, Double> acceptRates) {
    public UnknownClasses {
        classes = Set.copyOf(classes);
        acceptRates = Map.copyOf(acceptRates);
    }

    /**
     * Measures.
     *
     * @param queries of the hidden classes, with neighbours of none of these
     * @throws IllegalArgumentException if there are none
     */
    public static UnknownClasses measure(Calibration calibration, List<LabelledQuery> queries) {
        JudgedMatches judged = new JudgedMatches(queries, calibration.matcher());
        Map<String, Double> rates = new LinkedHashMap<>();
        calibration
                .cutpoints()
                .forEach(cutpoint -> rates.put(
                        cutpoint.name(), ClassificationMetric.COVERAGE.of(judged.countsAt(cutpoint.distance()))));
        Set<String> classes = new TreeSet<>();
        queries.forEach(query -> classes.add(query.actual()));
        return new UnknownClasses(classes, queries.size(), rates);
    }
}
