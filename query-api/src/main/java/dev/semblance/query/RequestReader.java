package dev.semblance.query;

import dev.semblance.core.calibration.Bootstrap;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.SearchMode;
import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.Matcher;
import dev.semblance.query.CalibrationRequest.Sample;
import dev.semblance.query.LookupRequest.Include;
import dev.semblance.query.LookupRequest.Search;
import dev.semblance.query.MatchRequest.Threshold;
import dev.semblance.query.Requests.AfterJson;
import dev.semblance.query.Requests.BootstrapJson;
import dev.semblance.query.Requests.CalibrationRequestJson;
import dev.semblance.query.Requests.EvaluationRequestJson;
import dev.semblance.query.Requests.FilterJson;
import dev.semblance.query.Requests.LookupRequestJson;
import dev.semblance.query.Requests.MatchRequestJson;
import dev.semblance.query.Requests.QueryJson;
import dev.semblance.query.Requests.SampleJson;
import dev.semblance.query.Requests.TargetJson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the JSON of a request to what it asks for: fills in defaults, and refuses what cannot be, naming the field.
 * Query parameters come as the same JSON, so each rule is here once.
 */
final class RequestReader {
    private static final int DEFAULT_K = 10;
    private static final int MAX_EFFORT = 10_000;
    private static final int DEFAULT_SAMPLE = 1_000;
    /** Labelled queries of a calibration or an evaluation. */
    private static final int MAX_LABELLED = 10_000;

    private static final int MAX_RESAMPLES = 10_000;
    static final int MAX_QUERY_ID = 200;

    private final RequestLimits limits;

    RequestReader(RequestLimits limits) {
        this.limits = limits;
    }

    LookupRequest lookup(LookupRequestJson json) {
        List<QueryPoint> queries = new ArrayList<>();
        List<QueryJson> asked = queries(json.queries(), limits.maxBatch());
        for (int i = 0; i < asked.size(); i++) {
            QueryJson query = asked.get(i);
            String field = "/queries/" + i;
            queries.add(point(query, field));
            refuseLabel(query, field);
            refuseForMatches(query, field);
        }
        return new LookupRequest(
                        queries,
                        new Search(
                                k(json.k(), DEFAULT_K),
                                mode(json.exact(), json.radius(), json.ef()),
                                filter(json.filter())),
                        include(json.include(), EnumSet.allOf(Include.class)))
                .requireModest();
    }

    MatchRequest match(MatchRequestJson json) {
        List<MatchRequest.Query> queries = new ArrayList<>();
        List<QueryJson> asked = queries(json.queries(), limits.maxBatch());
        for (int i = 0; i < asked.size(); i++) {
            QueryJson query = asked.get(i);
            String field = "/queries/" + i;
            queries.add(new MatchRequest.Query(
                    point(query, field),
                    queryId(query.queryId(), field + "/queryId"),
                    actual(query.actual(), field + "/actual")));
            refuseLabel(query, field);
        }
        return new MatchRequest(
                queries,
                threshold(json),
                Optional.ofNullable(json.matcher()).map(matcher -> named("/matcher", matcher, Matcher::named)),
                json.k() == null ? Optional.empty() : Optional.of(k(json.k(), DEFAULT_K)),
                Optional.ofNullable(json.noMatchLabel()),
                mode(json.exact(), null, json.ef()),
                filter(json.filter()),
                include(json.include(), EnumSet.of(Include.THUMBNAIL)));
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
                k(json.k(), 1),
                named(
                        "/metric",
                        json.metric() == null ? ClassificationMetric.F1.id() : json.metric(),
                        ClassificationMetric::named),
                new LinkedHashSet<>(extra),
                targets(json.targets()),
                sample(json),
                Optional.ofNullable(json.bootstrap()).map(RequestReader::bootstrap),
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

    ReadPosition after(@Nullable List<AfterJson> json) {
        if (json == null) {
            return ReadPosition.ANY;
        }
        Map<Integer, Long> offsets = new HashMap<>();
        for (int i = 0; i < json.size(); i++) {
            Integer partition = json.get(i).partition();
            Long offset = json.get(i).offset();
            if (partition == null || offset == null || partition < 0 || offset < 0) {
                throw refused("/after/" + i, "after names a partition and an offset, both 0 or more");
            }
            offsets.merge(partition, offset, Math::max);
        }
        return new ReadPosition(offsets);
    }

    /** All of it is in parameters, which no field is to blame for. */
    RecallRequest recall(Parameters parameters) {
        try {
            Integer seed = parameters.whole("seed");
            return new RecallRequest(
                    drawn("/sample", parameters.whole("sample"), RecallRequest.USUAL.sample()),
                    k(parameters.whole("k"), RecallRequest.USUAL.k()),
                    approximate(parameters.whole("ef")),
                    seed == null ? RecallRequest.USUAL.seed() : seed);
        } catch (ProblemException e) {
            throw e.withoutField();
        }
    }

    private static SearchMode.Approximate approximate(@Nullable Integer ef) {
        return ef == null ? Search.USUAL : new SearchMode.Approximate(whole("/ef", "ef", ef, 1, MAX_EFFORT));
    }

    private int k(@Nullable Integer k, int otherwise) {
        return k == null ? otherwise : whole("/k", "k", k, 1, limits.maxK());
    }

    /** A number of queries that are drawn. */
    private static int drawn(String field, @Nullable Integer size, int otherwise) {
        return size == null
                ? otherwise
                : whole(field, field.substring(field.lastIndexOf('/') + 1), size, 1, MAX_LABELLED);
    }

    private static int whole(String field, String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(field, name + " is " + least + " to " + most + ", not '" + value + "'");
        }
        return value;
    }

    private static List<QueryJson> queries(@Nullable List<QueryJson> queries, int most) {
        if (queries == null || queries.isEmpty()) {
            throw refused("/queries", "queries holds one query or more");
        }
        if (queries.size() > most) {
            throw refused("/queries", "queries holds " + most + " at most, not " + queries.size());
        }
        return queries;
    }

    private static QueryPoint point(@Nullable QueryJson query, String field) {
        if (query == null) {
            throw refused(field, "a query is an object, not null");
        }
        List<QueryPoint> points = new ArrayList<>(1);
        if (query.image() != null) {
            points.add(new QueryPoint.Image(query.image()));
        }
        if (query.vector() != null) {
            points.add(new QueryPoint.Vector(query.vector()));
        }
        if (query.id() != null) {
            points.add(new QueryPoint.Indexed(query.id()));
        }
        if (points.size() != 1) {
            throw refused(field, "a query has one of image, vector and id");
        }
        return points.getFirst();
    }

    private static void refuseLabel(QueryJson query, String field) {
        if (query.label() != null) {
            throw refused(field + "/label", "label is for calibrations and evaluations; matches take actual");
        }
    }

    private static void refuseForMatches(QueryJson query, String field) {
        if (query.queryId() != null) {
            throw refused(field + "/queryId", "queryId is for matches");
        }
        if (query.actual() != null) {
            throw refused(field + "/actual", "actual is for matches");
        }
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

    private static SearchMode mode(@Nullable Boolean exact, @Nullable Float radius, @Nullable Integer ef) {
        boolean exactly = exact != null && exact;
        if ((exactly ? 1 : 0) + (radius == null ? 0 : 1) + (ef == null ? 0 : 1) > 1) {
            throw refused(
                    exactly ? "/exact" : "/radius", "give one of exact, radius (which is exact) and ef (which is not)");
        }
        if (radius != null) {
            if (!(radius >= 0 && Float.isFinite(radius))) {
                throw refused("/radius", "radius is a distance of 0 or more, not " + radius);
            }
            return new SearchMode.Within(radius);
        }
        if (exactly) {
            return new SearchMode.Exact();
        }
        return approximate(ef);
    }

    private static DocumentFilter filter(@Nullable FilterJson json) {
        if (json == null) {
            return DocumentFilter.NONE;
        }
        return new DocumentFilter(
                false,
                json.labels() == null ? Set.of() : new LinkedHashSet<>(json.labels()),
                json.withoutLabels() == null ? Set.of() : new LinkedHashSet<>(json.withoutLabels()),
                json.attributes() == null ? Map.of() : json.attributes(),
                Set.of());
    }

    private static Set<Include> include(@Nullable List<String> names, Set<Include> allowed) {
        Set<Include> include = EnumSet.noneOf(Include.class);
        if (names != null) {
            for (int i = 0; i < names.size(); i++) {
                include.add(included("/include/" + i, names.get(i), allowed));
            }
        }
        return include;
    }

    private static Include included(String field, String name, Set<Include> allowed) {
        return allowed.stream()
                .filter(include -> include.id().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        field,
                        "include names " + allowed.stream().map(Include::id).collect(Collectors.joining(" or "))
                                + " here, not '" + name + "'"));
    }

    private static Threshold threshold(MatchRequestJson json) {
        Float threshold = json.threshold();
        if (threshold == null) {
            return new Threshold.Calibrated(new CutpointName(
                    json.calibration() == null ? VersionCalibration.DEFAULT_NAME : json.calibration(),
                    json.cutpoint() == null ? Cutpoint.OPTIMAL : json.cutpoint()));
        }
        if (json.calibration() != null || json.cutpoint() != null) {
            throw refused("/threshold", "give a threshold, or a cutpoint of a calibration, not both");
        }
        if (!Float.isFinite(threshold)) {
            throw refused("/threshold", "a threshold is a distance, not " + threshold);
        }
        return new Threshold.Given(threshold);
    }

    /** As of a label that comes later. */
    private static Optional<String> actual(@Nullable String given, String field) {
        if (given != null && (given.isBlank() || given.length() > ConfirmedLabel.MAX_LABEL)) {
            throw refused(field, "a label has 1 to " + ConfirmedLabel.MAX_LABEL + " characters and is not blank");
        }
        return Optional.ofNullable(given);
    }

    private static String queryId(@Nullable String given, String field) {
        if (given == null) {
            return UUID.randomUUID().toString();
        }
        if (given.isEmpty() || given.length() > MAX_QUERY_ID) {
            throw refused(field, "a query id has 1 to " + MAX_QUERY_ID + " characters");
        }
        return given;
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

    private static <T> T named(String field, String name, Function<String, T> parse) {
        try {
            return parse.apply(name);
        } catch (IllegalArgumentException e) {
            throw refused(field, e.getMessage());
        }
    }

    private static ProblemException refused(String field, @Nullable String detail) {
        return new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(detail)).at(field);
    }
}
