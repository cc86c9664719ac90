package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
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
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON of the HTTP contract. Field names are the contract; the domain may be named otherwise. */
final class Responses {
    private Responses() {}

    record ShardJson(int shard, long nextOffset, long documents, String watermark) {}

    record IndexJson(long generation, long checkpointId, String committedAt, long documents, List<ShardJson> shards) {
        static IndexJson of(IndexCommit commit) {
            return new IndexJson(
                    commit.generation(),
                    commit.checkpointId(),
                    commit.committedAt().toString(),
                    commit.documents(),
                    commit.shards().stream()
                            .map(shard -> new ShardJson(
                                    shard.shard(),
                                    shard.nextOffset(),
                                    shard.documents(),
                                    shard.watermark().toString()))
                            .toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record NeighbourJson(
            int rank,
            String id,
            @Nullable String label,
            float distance,
            Map<String, String> attributes,
            float @Nullable [] vector) {
        static NeighbourJson of(int rank, Neighbour neighbour, Function<String, Optional<Embedding>> vectors) {
            return new NeighbourJson(
                    rank,
                    neighbour.id(),
                    neighbour.label().orElse(null),
                    neighbour.distance(),
                    neighbour.attributes(),
                    vectors.apply(neighbour.id()).map(Embedding::toArray).orElse(null));
        }

        static List<NeighbourJson> of(List<Neighbour> neighbours, Function<String, Optional<Embedding>> vectors) {
            return IntStream.range(0, neighbours.size())
                    .mapToObj(i -> of(i + 1, neighbours.get(i), vectors))
                    .toList();
        }
    }

    /** Times in microseconds. */
    record TookJson(long decodeMicros, long embedMicros, long searchMicros) {
        static TookJson of(Lookup.Times times) {
            return new TookJson(
                    times.decoding().toNanos() / 1_000,
                    times.embedding().toNanos() / 1_000,
                    times.search().toNanos() / 1_000);
        }
    }

    record LookupJson(
            String modelVersion, IndexJson index, boolean exact, List<NeighbourJson> neighbours, TookJson took) {
        static LookupJson of(Lookup.Answer answer, Function<String, Optional<Embedding>> vectors) {
            return new LookupJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    answer.exact(),
                    NeighbourJson.of(answer.results().getFirst(), vectors),
                    TookJson.of(answer.times()));
        }
    }

    record LookupResultJson(List<NeighbourJson> neighbours) {}

    record LookupBatchJson(
            String modelVersion, IndexJson index, boolean exact, List<LookupResultJson> results, TookJson took) {
        static LookupBatchJson of(Lookup.Answer answer, Function<String, Optional<Embedding>> vectors) {
            return new LookupBatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    answer.exact(),
                    answer.results().stream()
                            .map(neighbours -> new LookupResultJson(NeighbourJson.of(neighbours, vectors)))
                            .toList(),
                    TookJson.of(answer.times()));
        }
    }

    record MatchedNeighbourJson(int rank, String id, String label, float distance) {
        static List<MatchedNeighbourJson> of(List<MatchedNeighbour> neighbours) {
            return IntStream.range(0, neighbours.size())
                    .mapToObj(i -> new MatchedNeighbourJson(
                            i + 1,
                            neighbours.get(i).id(),
                            neighbours.get(i).label(),
                            neighbours.get(i).distance()))
                    .toList();
        }
    }

    /** {@code label} is the no-match label, or null, where nothing matches. */
    record DecisionJson(
            String queryId,
            boolean matched,
            @Nullable String label,
            @Nullable String nearestLabel,
            @Nullable Float distance,
            @Nullable Float threshold,
            @Nullable Float margin,
            List<MatchedNeighbourJson> neighbours) {
        static DecisionJson of(MatchDecision decision, Optional<String> noMatchLabel) {
            return new DecisionJson(
                    decision.queryId(),
                    decision.predicted().isPresent(),
                    decision.predicted().or(() -> noMatchLabel).orElse(null),
                    decision.match().map(Match::label).orElse(null),
                    decision.match().map(Match::distance).orElse(null),
                    decision.threshold().orElse(null),
                    decision.margin().orElse(null),
                    MatchedNeighbourJson.of(decision.neighbours()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleJson(
            String matcher,
            int k,
            @Nullable String calibration,
            @Nullable String cutpoint) {
        static RuleJson of(MatchDecision any) {
            return new RuleJson(
                    any.matcher().id(),
                    any.k(),
                    any.cutpoint().map(CutpointName::calibration).orElse(null),
                    any.cutpoint().map(CutpointName::cutpoint).orElse(null));
        }
    }

    record MatchJson(String modelVersion, IndexJson index, RuleJson rule, DecisionJson match, TookJson took) {
        static MatchJson of(Matching.Answer answer, Optional<String> noMatchLabel) {
            MatchDecision decision = answer.decisions().getFirst();
            return new MatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    RuleJson.of(decision),
                    DecisionJson.of(decision, noMatchLabel),
                    TookJson.of(answer.times()));
        }
    }

    record MatchBatchJson(
            String modelVersion, IndexJson index, RuleJson rule, List<DecisionJson> matches, TookJson took) {
        static MatchBatchJson of(Matching.Answer answer, Optional<String> noMatchLabel) {
            return new MatchBatchJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    RuleJson.of(answer.decisions().getFirst()),
                    answer.decisions().stream()
                            .map(decision -> DecisionJson.of(decision, noMatchLabel))
                            .toList(),
                    TookJson.of(answer.times()));
        }
    }

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
    record ConfusionJson(List<String> labels, List<List<Integer>> counts, List<Integer> noMatch) {
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
            String source) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record ImageJson(
            String modelVersion,
            IndexJson index,
            String id,
            @Nullable String label,
            Map<String, String> attributes,
            float @Nullable [] vector) {
        static ImageJson of(IndexCommit commit, IndexedImage image, boolean withVector) {
            return new ImageJson(
                    commit.version().key(),
                    IndexJson.of(commit),
                    image.id(),
                    image.label().orElse(null),
                    image.attributes(),
                    withVector ? image.embedding().toArray() : null);
        }
    }

    record LagJson(long records, double seconds) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatusJson(
            String model,
            boolean ready,
            @Nullable String modelVersion,
            @Nullable Integer dimension,
            @Nullable IndexJson index,
            @Nullable LagJson lag,
            @Nullable List<String> calibrations) {}

    record FieldErrorJson(String pointer, String detail) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProblemJson(
            String type,
            String title,
            int status,
            String detail,
            @Nullable List<FieldErrorJson> errors,
            @JsonAnyGetter Map<String, Object> extensions) {
        static ProblemJson of(ProblemException problem) {
            ProblemType type = problem.type();
            return new ProblemJson(
                    type.type(),
                    type.title(),
                    type.status(),
                    problem.detail(),
                    problem.pointer()
                            .map(pointer -> List.of(new FieldErrorJson(pointer, problem.detail())))
                            .orElse(null),
                    problem.extensions());
        }
    }
}
