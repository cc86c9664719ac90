package dev.semblance.core.evaluation;

import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a model version as it will be used: queries look for their like in an index, by exact search, and match within
 * a threshold that other images have calibrated for the best F1. Immutable.
 *
 * @param distance of the model version
 * @param matcher how neighbours become a match
 * @param k how many neighbours the matcher sees
 * @param targets what thresholds are to achieve beside the best F1
 */
public record HeldOutEvaluation(Distance distance, Matcher matcher, int k, List<Target> targets) {
    /** Queries that are searched for at one go, at most. */
    private static final int CHUNK = 1024;
    /** Neighbours that are held at a time, some 40 bytes each: where classes are large, queries have many. */
    private static final int HELD_NEIGHBOURS = 4_000_000;

    private static final Set<ClassificationMetric> REPORTED = EnumSet.of(
            ClassificationMetric.PRECISION,
            ClassificationMetric.RECALL,
            ClassificationMetric.BINARY_ACCURACY,
            ClassificationMetric.COVERAGE);

    public HeldOutEvaluation {
        if (k < 1) {
            throw new IllegalArgumentException("a matcher sees 1 neighbour or more, not " + k);
        }
        targets = List.copyOf(targets);
    }

    /** By the nearest neighbour, without targets. */
    public static HeldOutEvaluation nearest(Distance distance) {
        return new HeldOutEvaluation(distance, Matcher.NEAREST, 1, List.of());
    }

    public HeldOutResult judge(HeldOutSets sets) {
        LabelledIndex index = new LabelledIndex(sets.index(), distance);
        Calibration calibration = Calibration.of(
                index.search(sets.calibration(), k), matcher, ClassificationMetric.F1, REPORTED, targets);
        RetrievalAverages averages = new RetrievalAverages(metrics(index, sets.queries()));
        List<LabelledQuery> matched = retrieve(index, sets.queries(), averages);
        return new HeldOutResult(
                averages.micro(), calibration, calibration.measuredOn(matched).getFirst());
    }

    /** Fills the averages, and returns the queries with the neighbours that the matcher sees. */
    private List<LabelledQuery> retrieve(
            LabelledIndex index, List<LabelledEmbedding> queries, RetrievalAverages averages) {
        int depth = queries.stream()
                .map(LabelledEmbedding::label)
                .distinct()
                .mapToInt(averages::depth)
                .reduce(k, Math::max);
        List<LabelledQuery> matched = new ArrayList<>(queries.size());
        int portion = Math.clamp(HELD_NEIGHBOURS / depth, 1, CHUNK);
        for (int from = 0; from < queries.size(); from += portion) {
            List<LabelledEmbedding> chunk = queries.subList(from, Math.min(from + portion, queries.size()));
            for (LabelledQuery found : index.search(chunk, depth)) {
                averages.add(found);
                matched.add(found.first(k));
            }
        }
        return matched;
    }

    private static List<RetrievalMetric> metrics(LabelledIndex index, List<LabelledEmbedding> queries) {
        List<RetrievalMetric> metrics = List.of(
                Recall.at(1),
                Recall.at(5),
                Recall.at(10),
                Precision.at(10),
                AveragePrecision.at(10),
                Precision.atClassSize(index.classes()),
                AveragePrecision.atClassSize(index.classes()));
        return metrics.stream()
                .filter(metric -> depth(metric, queries) <= index.size())
                .toList();
    }

    private static int depth(RetrievalMetric metric, List<LabelledEmbedding> queries) {
        return queries.stream()
                .mapToInt(query -> metric.neighbours(query.label()))
                .max()
                .orElseThrow();
    }
}
