package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.CalibrationCurve;
import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.CurvePoint;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.CutpointConfidence;
import dev.semblance.core.calibration.Interval;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.calibration.TargetOutcome;
import dev.semblance.core.calibration.UnknownClasses;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.query.Responses.IndexJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON of calibrations and evaluations. Field names are the contract. */
final class CalibrationResponses {
    private CalibrationResponses() {}

    record CountsJson(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
        static CountsJson of(ClassificationCounts counts) {
            return new CountsJson(
                    counts.truePositives(), counts.falsePositives(), counts.trueNegatives(), counts.falseNegatives());
        }
    }

    record IntervalJson(double low, double high) {
        static IntervalJson of(Interval interval) {
            return new IntervalJson(interval.low(), interval.high());
        }
    }

    record ConfidenceJson(IntervalJson distance, IntervalJson value, double met) {
        static ConfidenceJson of(CutpointConfidence confidence) {
            return new ConfidenceJson(
                    IntervalJson.of(confidence.distance()), IntervalJson.of(confidence.value()), confidence.met());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CutpointJson(
            String name,
            float distance,
            CountsJson counts,
            Map<String, Double> metrics,
            @Nullable ConfidenceJson confidence) {
        static CutpointJson of(Cutpoint cutpoint, Calibration calibration, @Nullable CutpointConfidence confidence) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            calibration.report(cutpoint).forEach((metric, value) -> metrics.put(metric.id(), value));
            return new CutpointJson(
                    cutpoint.name(),
                    cutpoint.distance(),
                    CountsJson.of(cutpoint.counts()),
                    metrics,
                    confidence == null ? null : ConfidenceJson.of(confidence));
        }
    }

    record UnmetJson(String name, String metric, double bound, double best) {
        static List<UnmetJson> of(List<TargetOutcome> outcomes) {
            List<UnmetJson> unmet = new ArrayList<>();
            for (TargetOutcome outcome : outcomes) {
                if (outcome instanceof TargetOutcome.Unmet(Target target, double best)) {
                    unmet.add(new UnmetJson(target.name(), target.metric().id(), target.bound(), best));
                }
            }
            return unmet;
        }
    }

    record SampleJson(String source, int queries, long seed) {}

    record PositionJson(long generation, long checkpointId, Map<Integer, Long> nextOffsets) {}

    record UnknownJson(List<String> classes, int queries, Map<String, Double> acceptRates) {
        static UnknownJson of(UnknownClasses unknown) {
            return new UnknownJson(
                    List.copyOf(new TreeSet<>(unknown.classes())),
                    unknown.queries(),
                    new TreeMap<>(unknown.acceptRates()));
        }
    }

    /** One row for each threshold that changes something. */
    record CurveJson(
            List<Float> distances,
            List<Integer> truePositives,
            List<Integer> falsePositives,
            Map<String, List<Double>> metrics) {
        static CurveJson of(Calibration calibration) {
            CalibrationCurve curve = calibration.curve().steps();
            Map<String, List<Double>> metrics = new LinkedHashMap<>();
            for (ClassificationMetric metric : calibration.reported()) {
                metrics.put(metric.id(), curve.values(metric));
            }
            return new CurveJson(
                    curve.points().stream().map(CurvePoint::distance).toList(),
                    curve.points().stream()
                            .map(point -> point.counts().truePositives())
                            .toList(),
                    curve.points().stream()
                            .map(point -> point.counts().falsePositives())
                            .toList(),
                    metrics);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CalibrationJson(
            String name,
            String modelVersion,
            String matcher,
            int k,
            String metric,
            List<CutpointJson> cutpoints,
            List<UnmetJson> unmet,
            @Nullable Map<String, Float> classThresholds,
            @Nullable UnknownJson unknown,
            SampleJson sample,
            PositionJson index,
            String calibratedAt,
            @Nullable CurveJson curve) {
        static CalibrationJson of(VersionCalibration published, boolean withCurve) {
            Calibration calibration = published.calibration();
            Map<String, Float> classes = published.classThresholds().distances();
            return new CalibrationJson(
                    published.name(),
                    published.version().key(),
                    calibration.matcher().id(),
                    published.k(),
                    calibration.metric().id(),
                    calibration.cutpoints().stream()
                            .map(cutpoint -> CutpointJson.of(
                                    cutpoint,
                                    calibration,
                                    published.confidence().get(cutpoint.name())))
                            .toList(),
                    UnmetJson.of(calibration.outcomes()),
                    classes.isEmpty() ? null : new TreeMap<>(classes),
                    published.unknown().map(UnknownJson::of).orElse(null),
                    new SampleJson(
                            published.sample().source().name().toLowerCase(Locale.ROOT),
                            published.sample().queries(),
                            published.sample().seed()),
                    new PositionJson(
                            published.position().generation(),
                            published.position().checkpointId(),
                            new TreeMap<>(published.position().nextOffsets())),
                    published.calibratedAt().toString(),
                    withCurve ? CurveJson.of(calibration) : null);
        }
    }

    record CalibrationsJson(String modelVersion, List<CalibrationJson> calibrations) {}

    /** {@code counts[i][j]}: queries of class {@code labels[i]} that were taken for {@code labels[j]}. */
    record ConfusionJson(List<String> labels, List<List<Long>> counts, List<Long> noMatch) {
        static ConfusionJson of(ConfusionMatrix matrix) {
            List<String> labels = matrix.labels();
            return new ConfusionJson(
                    labels,
                    labels.stream()
                            .map(actual -> labels.stream()
                                    .map(predicted -> matrix.count(actual, Optional.of(predicted)))
                                    .toList())
                            .toList(),
                    labels.stream()
                            .map(actual -> matrix.count(actual, Optional.empty()))
                            .toList());
        }
    }

    record RetrievalJson(Map<String, Double> micro, Map<String, Double> macro) {}

    record EvaluationJson(
            String modelVersion,
            IndexJson index,
            String calibration,
            int queries,
            List<CutpointJson> cutpoints,
            ConfusionJson confusion,
            RetrievalJson retrieval) {
        static EvaluationJson of(Evaluator.Result result) {
            return new EvaluationJson(
                    result.calibration().version().key(),
                    IndexJson.of(result.commit()),
                    result.calibration().name(),
                    result.queries(),
                    result.cutpoints().stream()
                            .map(cutpoint -> CutpointJson.of(
                                    cutpoint, result.calibration().calibration(), null))
                            .toList(),
                    ConfusionJson.of(result.confusion()),
                    new RetrievalJson(result.micro(), result.macro()));
        }
    }

    record RecallJson(
            String modelVersion,
            IndexJson index,
            int k,
            int ef,
            double recall,
            double lowest,
            int queries,
            String source) {
        static RecallJson of(IndexCommit commit, RecallRequest asked, AnnRecall.Result measured) {
            return new RecallJson(
                    commit.version().key(),
                    IndexJson.of(commit),
                    asked.k(),
                    asked.mode().effort(),
                    measured.recall(),
                    measured.lowest(),
                    measured.queries(),
                    measured.source().name().toLowerCase(Locale.ROOT));
        }
    }
}
