package dev.semblance.query;

import dev.semblance.core.index.DocumentFilter;
import dev.semblance.core.index.SearchMode;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.Matcher;
import dev.semblance.query.LookupRequest.Include;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What are these, if anything that is known?
 *
 * @param queries at least one
 * @param threshold how near is near enough
 * @param matcher as the caller wants it
 * @param k as the caller wants it
 * @param noMatchLabel what to call a query that is refused
 * @param mode how thoroughly to search
 * @param filter which neighbours count
 * @param include what the answer tells of a neighbour beside the rest
 */
record MatchRequest(
        List<Query> queries,
        Threshold threshold,
        Optional<Matcher> matcher,
        Optional<Integer> k,
        Optional<String> noMatchLabel,
        SearchMode mode,
        DocumentFilter filter,
        Set<Include> include) {
    MatchRequest {
        queries = List.copyOf(queries);
        include = Set.copyOf(include);
    }

    /**
     * One query.
     *
     * @param point what it asks about
     * @param queryId identifies it
     * @param actual its class, where the caller knows it
     */
    record Query(QueryPoint point, String queryId, Optional<String> actual) {}

    /** How near is near enough. */
    sealed interface Threshold {
        /** By a calibration of the live version. */
        record Calibrated(CutpointName name) implements Threshold {}

        /** As the caller says. */
        record Given(float distance) implements Threshold {}
    }
}
