package dev.semblance.query;

import static dev.semblance.query.RequestFields.approximate;
import static dev.semblance.query.RequestFields.k;
import static dev.semblance.query.RequestFields.named;
import static dev.semblance.query.RequestFields.point;
import static dev.semblance.query.RequestFields.queries;
import static dev.semblance.query.RequestFields.refuseForMatches;
import static dev.semblance.query.RequestFields.refused;

import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.SearchMode;
import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.Matcher;
import dev.semblance.query.LookupRequest.Include;
import dev.semblance.query.LookupRequest.Search;
import dev.semblance.query.MatchRequest.Threshold;
import dev.semblance.query.Requests.FilterJson;
import dev.semblance.query.Requests.LookupRequestJson;
import dev.semblance.query.Requests.MatchRequestJson;
import dev.semblance.query.Requests.QueryJson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the JSON of look-ups and matches to what is asked for: fills in defaults, and refuses what cannot be, naming the
 * field. Query parameters come as the same JSON, so each rule is here once.
 */
final class QueryRequests {
    private static final int DEFAULT_K = 10;
    static final int MAX_QUERY_ID = 200;

    private final RequestLimits limits;

    QueryRequests(RequestLimits limits) {
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
                                k(json.k(), DEFAULT_K, limits),
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
                json.k() == null ? Optional.empty() : Optional.of(k(json.k(), DEFAULT_K, limits)),
                Optional.ofNullable(json.noMatchLabel()),
                mode(json.exact(), null, json.ef()),
                filter(json.filter()),
                include(json.include(), EnumSet.of(Include.THUMBNAIL)));
    }

    private static void refuseLabel(QueryJson query, String field) {
        if (query.label() != null) {
            throw refused(field + "/label", "label is for calibrations and evaluations; matches take actual");
        }
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
}
