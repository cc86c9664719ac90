package dev.semblance.core.calibration;

import dev.semblance.core.matching.LabelledQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A threshold for each class: how near is near enough may differ from class to class. The class is the one that a match
 * speaks for, since the actual one is not known in use. Classes that too few queries speak for, or none rightly, have
 * no threshold of their own and go by that of all.
 *
 * @param distances the largest that is accepted, by the label of the match
 */
public record ClassThresholds(Map<String, Float> distances) {
    /** Below this a threshold says more about the sample than about the class. */
    public static final int LEAST_QUERIES = 20;

    /** No class has one. */
    public static final ClassThresholds NONE = new ClassThresholds(Map.of());

    public ClassThresholds {
        distances = Map.copyOf(distances);
    }

    /** The thresholds that are best by the metric of a calibration, from the queries that it was made with. */
    public static ClassThresholds of(Calibration calibration, List<LabelledQuery> queries) {
        Map<String, List<LabelledQuery>> byMatch = new TreeMap<>();
        for (LabelledQuery query : queries) {
            calibration
                    .matcher()
                    .match(query.neighbours())
                    .ifPresent(match -> byMatch.computeIfAbsent(match.label(), label -> new ArrayList<>())
                            .add(query));
        }
        Map<String, Float> distances = new TreeMap<>();
        byMatch.forEach((label, matched) -> {
            JudgedMatches judged = new JudgedMatches(matched, calibration.matcher());
            boolean anyRight = judged.countsAt(Float.MAX_VALUE).truePositives() > 0;
            if (matched.size() >= LEAST_QUERIES && anyRight) {
                distances.put(label, judged.curve().best(calibration.metric()).distance());
            }
        });
        return new ClassThresholds(distances);
    }

    /** The threshold of a class, or the other one where it has none. */
    public float distance(String label, float otherwise) {
        return distances.getOrDefault(label, otherwise);
    }
}
