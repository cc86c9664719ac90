package dev.semblance.query;

import dev.semblance.core.index.SearchMode;
import dev.semblance.query.LookupRequest.Search;
import dev.semblance.query.Requests.AfterJson;
import dev.semblance.query.Requests.QueryJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules for fields that more than one kind of request has. Each refuses what cannot be, naming the field. */
final class RequestFields {
    private static final int MAX_EFFORT = 10_000;

    private RequestFields() {}

    static ReadPosition after(@Nullable List<AfterJson> json) {
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

    static int k(@Nullable Integer k, int otherwise, RequestLimits limits) {
        return k == null ? otherwise : whole("/k", "k", k, 1, limits.maxK());
    }

    static int whole(String field, String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(field, name + " is " + least + " to " + most + ", not '" + value + "'");
        }
        return value;
    }

    static SearchMode.Approximate approximate(@Nullable Integer ef) {
        return ef == null ? Search.USUAL : new SearchMode.Approximate(whole("/ef", "ef", ef, 1, MAX_EFFORT));
    }

    static List<QueryJson> queries(@Nullable List<QueryJson> queries, int most) {
        if (queries == null || queries.isEmpty()) {
            throw refused("/queries", "queries holds one query or more");
        }
        if (queries.size() > most) {
            throw refused("/queries", "queries holds " + most + " at most, not " + queries.size());
        }
        return queries;
    }

    static QueryPoint point(@Nullable QueryJson query, String field) {
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

    static void refuseForMatches(QueryJson query, String field) {
        if (query.queryId() != null) {
            throw refused(field + "/queryId", "queryId is for matches");
        }
        if (query.actual() != null) {
            throw refused(field + "/actual", "actual is for matches");
        }
    }

    static <T> T named(String field, String name, Function<String, T> parse) {
        try {
            return parse.apply(name);
        } catch (IllegalArgumentException e) {
            throw refused(field, e.getMessage());
        }
    }

    static ProblemException refused(String field, @Nullable String detail) {
        return new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(detail)).at(field);
    }
}
