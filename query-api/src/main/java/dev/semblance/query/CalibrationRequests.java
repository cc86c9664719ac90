package dev.semblance.query;

import static dev.semblance.query.RequestFields.approximate;
import static dev.semblance.query.RequestFields.k;
import static dev.semblance.query.RequestFields.named;
import static dev.semblance.query.RequestFields.point;
import static dev.semblance.query.RequestFields.queries;
import static dev.semblance.query.RequestFields.refuseForMatches;
import static dev.semblance.query.RequestFields.refused;
import static dev.semblance.query.RequestFields.whole;

import dev.semblance.core.calibration.Bootstrap;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.matching.Matcher;
import dev.semblance.query.CalibrationRequest.Sample;
import dev.semblance.query.Requests.BootstrapJson;
import dev.semblance.query.Requests.CalibrationRequestJson;
import dev.semblance.query.Requests.EvaluationRequestJson;
import dev.semblance.query.Requests.QueryJson;
import dev.semblance.query.Requests.SampleJson;
import dev.semblance.query.Requests.TargetJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the JSON of calibrations, evaluations and recall to what is asked for: fills in defaults, and refuses what
 * cannot be, naming the field.
 */
final class CalibrationRequests {
    private static final int DEFAULT_SAMPLE = 1_000;
    /** Labelled queries of a calibration or an evaluation. */
    private static final int MAX_LABELLED = 10_000;

    private static final int MAX_RESAMPLES = 10_000;

    private final RequestLimits limits;

    CalibrationRequests(RequestLimits limits) {
        this.limits = limits;
    }

    CalibrationRequest calibration(CalibrationRequestJson json) {
        String name = json.name() == null ? VersionCalibration.DEFAULT_NAME : json.name();
        List<ClassificationMetric> extra = new ArrayList<>();
        List<String> extraMetrics = json.extraMetrics() == null
                ? List.of(
                        ClassificationMetric.PRECISION.id(),
                        ClassificationMetric.RECALL.id(),
                        ClassificationMetric.COVERAGE.id())
                : json.extraMetrics();
        for (int i = 0; i < extraMetrics.size(); i++) {
            extra.add(named("/extraMetrics/" + i, extraMetrics.get(i), ClassificationMetric::named));
        }
        return new CalibrationRequest(
                named("/name", name, VersionCalibration::requireName),
                named("/matcher", json.matcher() == null ? Matcher.NEAREST.id() : json.matcher(), Matcher::named),
                k(json.k(), 1, limits),
                named(
                        "/metric",
                        json.metric() == null ? ClassificationMetric.F1.id() : json.metric(),
                        ClassificationMetric::named),
                new LinkedHashSet<>(extra),
                targets(json.targets()),
                sample(json),
                Optional.ofNullable(json.bootstrap()).map(CalibrationRequests::bootstrap),
                json.perClass() != null && json.perClass(),
                json.unknownClasses() == null ? Set.of() : new LinkedHashSet<>(json.unknownClasses()));
    }

    EvaluationRequest evaluation(EvaluationRequestJson json) {
        List<Integer> ks = json.ks() == null ? List.of(1, 5, 10) : json.ks();
        for (int i = 0; i < ks.size(); i++) {
            whole("/ks/" + i, "k", ks.get(i), 1, limits.maxK());
        }
        Float distance = json.ndcgDistance();
        if (distance != null && !(distance >= 0 && Float.isFinite(distance))) {
            throw refused("/ndcgDistance", "ndcgDistance is 0 or more, not " + distance);
        }
        return new EvaluationRequest(
                labelled(queries(json.queries(), MAX_LABELLED)),
                json.calibration() == null ? VersionCalibration.DEFAULT_NAME : json.calibration(),
                ks,
                Optional.ofNullable(distance));
    }

    /** All of it is in parameters, which no field is to blame for. */
    RecallRequest recall(Parameters parameters) {
        try {
            Integer seed = parameters.whole("seed");
            return new RecallRequest(
                    drawn("/sample", parameters.whole("sample"), RecallRequest.USUAL.sample()),
                    k(parameters.whole("k"), RecallRequest.USUAL.k(), limits),
                    approximate(parameters.whole("ef")),
                    seed == null ? RecallRequest.USUAL.seed() : seed);
        } catch (ProblemException e) {
            throw e.withoutField();
        }
    }

    /** A number of queries that are drawn. */
    private static int drawn(String field, @Nullable Integer size, int otherwise) {
        return size == null
                ? otherwise
                : whole(field, field.substring(field.lastIndexOf('/') + 1), size, 1, MAX_LABELLED);
    }

    private static List<LabelledPoint> labelled(List<QueryJson> queries) {
        List<LabelledPoint> labelled = new ArrayList<>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            String field = "/queries/" + i;
            QueryPoint point = point(queries.get(i), field);
            String label = queries.get(i).label();
            if (label == null || label.isEmpty()) {
                throw refused(field + "/label", "each of these queries has a label: its actual class");
            }
            if (point instanceof QueryPoint.Indexed) {
                throw refused(
                        field + "/id",
                        "an image of the index would find itself; give images or vectors that are not in it");
            }
            refuseForMatches(queries.get(i), field);
            labelled.add(new LabelledPoint(label, point));
        }
        return labelled;
    }

    private static List<Target> targets(@Nullable List<TargetJson> json) {
        List<Target> targets = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; json != null && i < json.size(); i++) {
            String field = "/targets/" + i;
            TargetJson target = json.get(i);
            if (target.name() == null || target.metric() == null || target.bound() == null) {
                throw refused(field, "a target has a name, a metric and a bound, such as precision and 0.95");
            }
            if (!names.add(target.name())) {
                throw refused(field + "/name", "two targets are called '" + target.name() + "'");
            }
            if (target.name().equals(VersionCalibration.PER_CLASS)) {
                throw refused(field + "/name", "'" + target.name() + "' is the cutpoint of thresholds for each class");
            }
            ClassificationMetric metric = named(field + "/metric", target.metric(), ClassificationMetric::named);
            double bound = target.bound();
            targets.add(named(field, target.name(), name -> new Target(name, metric, bound)));
        }
        return targets;
    }

    private static Sample sample(CalibrationRequestJson json) {
        if (json.queries() != null) {
            if (json.sample() != null) {
                throw refused("/sample", "give queries, or have a sample drawn, not both");
            }
            return new Sample.Given(labelled(queries(json.queries(), MAX_LABELLED)));
        }
        SampleJson sample = json.sample();
        return new Sample.Drawn(
                drawn("/sample/size", sample == null ? null : sample.size(), DEFAULT_SAMPLE),
                sample == null || sample.seed() == null ? Bootstrap.DEFAULT.seed() : sample.seed());
    }

    private static Bootstrap bootstrap(BootstrapJson json) {
        int resamples = json.resamples() == null
                ? Bootstrap.DEFAULT.resamples()
                : whole("/bootstrap/resamples", "resamples", json.resamples(), 1, MAX_RESAMPLES);
        double confidence = json.confidence() == null ? Bootstrap.DEFAULT.confidence() : json.confidence();
        long seed = json.seed() == null ? Bootstrap.DEFAULT.seed() : json.seed();
        try {
            return new Bootstrap(resamples, confidence, seed);
        } catch (IllegalArgumentException e) {
            throw refused("/bootstrap/confidence", e.getMessage());
        }
    }
}
