package dev.semblance.query;

import dev.semblance.core.index.SearchMode;

/**
 * What does the approximate search miss?
 *
 * @param sample queries at most
 * @param k neighbours of each
 * @param mode the approximate search
 * @param seed that queries are drawn with
 */
record RecallRequest(int sample, int k, SearchMode.Approximate mode, long seed) {
    static final RecallRequest USUAL = new RecallRequest(100, 10, LookupRequest.Search.USUAL, 0);
}
