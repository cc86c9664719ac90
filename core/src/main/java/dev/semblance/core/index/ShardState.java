package dev.semblance.core.index;

import java.time.Duration;

/**
 * How a shard that is being written is doing.
 *
 * @param documents live documents of the last commit
 * @param segments segments of the last commit
 * @param documentsWithoutGraph live documents in segments that are scanned because they are small, or whose merge into
 *     larger ones is still to come
 * @param merges merges that run or wait
 * @param stalled how long indexing has waited for merges, in all
 * @param bufferedBytes memory of what is not flushed yet
 */
public record ShardState(
        long documents, int segments, long documentsWithoutGraph, int merges, Duration stalled, long bufferedBytes) {}
