package dev.semblance.core.calibration;

import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Thresholds found from labelled queries, following TensorFlow Similarity's {@code calibrate} except that nothing is
 * rounded, infinity is never a threshold, a cutpoint accepts at least one query, a target is held to the side that
 * satisfies it, and one that cannot be met is reported.
 *
 * @param matcher how neighbours become a match; the thresholds hold for it alone
 * @param metric what the optimal threshold is best by; of several equally good ones it is the most permissive
 * @param reported the metrics to report: {@code metric} first, then the extra ones
 * @param curve all thresholds
 * @param optimal the best threshold
 * @param outcomes of the targets, in their order
 */
public record Calibration(
        Matcher matcher,
        ClassificationMetric metric,
        Set<ClassificationMetric> reported,
        CalibrationCurve curve,
        Cutpoint optimal,
        List<TargetOutcome> outcomes) {
    public Calibration {
        reported = Collections.unmodifiableSet(new LinkedHashSet<>(reported));
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Calibrates, in O(n log n) for n neighbours of all queries together.
     *
     * @param queries labelled queries with the k neighbours that the matcher will see in use
     * @throws IllegalArgumentException if there are no queries, none found a neighbour, or targets share a name
     */
    public static Calibration of(
            List<LabelledQuery> queries,
            Matcher matcher,
            ClassificationMetric metric,
            Set<ClassificationMetric> extraMetrics,
            List<Target> targets) {
        requireDistinctNames(targets);
        CalibrationCurve curve = new JudgedMatches(queries, matcher).curve();
        Set<ClassificationMetric> reported = new LinkedHashSet<>();
        reported.add(metric);
        reported.addAll(extraMetrics);
        return new Calibration(
                matcher,
                metric,
                reported,
                curve,
                Cutpoint.at(Cutpoint.OPTIMAL, curve.best(metric)),
                targets.stream().map(target -> outcome(target, curve)).toList());
    }

    /** The optimal cutpoint, then those of the targets that are met. */
    public List<Cutpoint> cutpoints() {
        List<Cutpoint> cutpoints = new ArrayList<>(List.of(optimal));
        for (TargetOutcome outcome : outcomes) {
            if (outcome instanceof TargetOutcome.Met met) {
                cutpoints.add(met.cutpoint());
            }
        }
        return List.copyOf(cutpoints);
    }

    /** The cutpoint of that name; empty if there is none or its target is not met. */
    public Optional<Cutpoint> cutpoint(String name) {
        return cutpoints().stream()
                .filter(cutpoint -> cutpoint.name().equals(name))
                .findFirst();
    }

    /** The reported metrics at a cutpoint. */
    public Map<ClassificationMetric, Double> report(Cutpoint cutpoint) {
        Map<ClassificationMetric, Double> report = new LinkedHashMap<>();
        reported.forEach(each -> report.put(each, cutpoint.value(each)));
        return Collections.unmodifiableMap(report);
    }

    /** The cutpoints, measured on other queries than they were found with: what they are worth in use. */
    public List<Cutpoint> measuredOn(List<LabelledQuery> heldOut) {
        JudgedMatches matches = new JudgedMatches(heldOut, matcher);
        return cutpoints().stream()
                .map(cutpoint ->
                        new Cutpoint(cutpoint.name(), cutpoint.distance(), matches.countsAt(cutpoint.distance())))
                .toList();
    }

    private static TargetOutcome outcome(Target target, CalibrationCurve curve) {
        ClassificationMetric bounded = target.metric();
        return curve.meeting(bounded, target.bound())
                .<TargetOutcome>map(point -> new TargetOutcome.Met(target, Cutpoint.at(target.name(), point)))
                .orElseGet(() -> new TargetOutcome.Unmet(
                        target, bounded.of(curve.best(bounded).counts())));
    }

    private static void requireDistinctNames(List<Target> targets) {
        Set<String> names = new LinkedHashSet<>();
        Stream<String> repeated = targets.stream().map(Target::name).filter(Predicate.not(names::add));
        repeated.findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("two targets are called '" + name + "'; give each its own name");
        });
    }
}
