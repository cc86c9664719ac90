package dev.semblance.core.calibration;

import dev.semblance.core.matching.LabelledQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * How much a calibration hangs on which queries it happened to see: it is repeated on samples of the same size, drawn
 * from the queries with replacement.
 *
 * @param resamples how often, 1 or more
 * @param confidence of the intervals, above 0 and below 1
 * @param seed the same seed draws the same samples
 */
public record Bootstrap(int resamples, double confidence, long seed) {
    /** Some hundred samples are what percentiles near the ends need. */
    public static final Bootstrap DEFAULT = new Bootstrap(200, 0.95, 42);

    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("a bootstrap draws at least 1 sample, not " + resamples);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence is above 0 and below 1, not " + confidence);
        }
    }

    /** Lets a piece of the work be done, now or when its turn has come. */
    public interface Turns {
        List<Cutpoint> take(Supplier<List<Cutpoint>> piece);
    }

    /** The confidence of each cutpoint of a calibration, by name, from the queries that it was made with. */
    public Map<String, CutpointConfidence> of(Calibration calibration, List<LabelledQuery> queries) {
        return of(calibration, queries, Supplier::get);
    }

    /**
     * The same, a sample at a time: all of them together may take many seconds.
     *
     * @param turns called once for each sample
     */
    public Map<String, CutpointConfidence> of(Calibration calibration, List<LabelledQuery> queries, Turns turns) {
        List<Target> targets =
                calibration.outcomes().stream().map(TargetOutcome::target).toList();
        List<Cutpoint> again = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int sample = 0; sample < resamples; sample++) {
            again.addAll(turns.take(() -> drawn(queries, random)
                    .map(some -> Calibration.of(
                                    some, calibration.matcher(), calibration.metric(), calibration.reported(), targets)
                            .cutpoints())
                    .orElse(List.of())));
        }
        Map<String, CutpointConfidence> confidences = new LinkedHashMap<>();
        for (Cutpoint cutpoint : calibration.cutpoints()) {
            String name = cutpoint.name();
            List<Cutpoint> ofThatName =
                    again.stream().filter(other -> other.name().equals(name)).toList();
            if (!ofThatName.isEmpty()) {
                confidences.put(name, summary(ofThatName, chosenBy(calibration, targets, name)));
            }
        }
        return confidences;
    }

    /** Empty where none of those drawn has found anything, from which no threshold can be had. */
    private static Optional<List<LabelledQuery>> drawn(List<LabelledQuery> queries, SplittableRandom random) {
        List<LabelledQuery> drawn = new ArrayList<>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            drawn.add(queries.get(random.nextInt(queries.size())));
        }
        boolean anyFound = drawn.stream().anyMatch(query -> !query.neighbours().isEmpty());
        return anyFound ? Optional.of(drawn) : Optional.empty();
    }

    private static ClassificationMetric chosenBy(Calibration calibration, List<Target> targets, String name) {
        return targets.stream()
                .filter(target -> target.name().equals(name))
                .map(Target::metric)
                .findFirst()
                .orElse(calibration.metric());
    }

    private CutpointConfidence summary(List<Cutpoint> cutpoints, ClassificationMetric metric) {
        double[] distances = cutpoints.stream().mapToDouble(Cutpoint::distance).toArray();
        double[] values = cutpoints.stream()
                .mapToDouble(cutpoint -> cutpoint.value(metric))
                .toArray();
        return new CutpointConfidence(
                Interval.middle(distances, confidence),
                Interval.middle(values, confidence),
                (double) cutpoints.size() / resamples);
    }
}
