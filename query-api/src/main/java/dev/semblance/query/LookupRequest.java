package dev.semblance.query;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.NearestQuery;
import dev.semblance.core.index.SearchMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is like these?
 *
 * @param queries at least one
 * @param search how to look
 * @param include what the answer tells of a neighbour beside the rest
 */
record LookupRequest(List<QueryPoint> queries, Search search, Set<Include> include) {
    private static final int MAX_NEIGHBOURS = 100_000;

    private static final int MAX_WITH_MORE = 10_000;

    LookupRequest {
        queries = List.copyOf(queries);
        include = Set.copyOf(include);
    }

    /**
     * This request.
     *
     * @throws ProblemException if its answer would be too large: it is made in memory as a whole
     */
    LookupRequest requireModest() {
        long most = include.isEmpty() ? MAX_NEIGHBOURS : MAX_WITH_MORE;
        long asked = (long) queries.size() * search.k();
        if (asked > most) {
            throw new ProblemException(
                            ProblemType.BAD_REQUEST,
                            "queries times k is " + MAX_NEIGHBOURS + " at most, and " + MAX_WITH_MORE
                                    + " with vectors or thumbnails, not " + asked)
                    .at("/k");
        }
        return this;
    }

    /** What is told only where it is asked for. */
    enum Include {
        VECTOR,
        THUMBNAIL;

        /** In the words of the contract. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How to look.
     *
     * @param k how many neighbours at most
     * @param mode how thoroughly
     * @param filter which may be found
     */
    record Search(int k, SearchMode mode, DocumentFilter filter) {
        /** As thorough as a request is that says nothing about it: recall matters more than the last microseconds. */
        static final SearchMode.Approximate USUAL = new SearchMode.Approximate(100);

        /** The question of a query. An image of the index does not find itself. */
        NearestQuery from(QueryPoint query, Embedding embedding) {
            DocumentFilter allowed = query instanceof QueryPoint.Indexed(String id) ? filter.butId(id) : filter;
            return new NearestQuery(embedding, k, mode, allowed);
        }
    }
}
