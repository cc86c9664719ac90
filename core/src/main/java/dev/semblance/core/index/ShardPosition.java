package dev.semblance.core.index;

import java.time.Instant;

/**
 * What a shard holds at a commit: the fold of its partition up to an offset.
 *
 * @param checkpointId checkpoint of the indexing job that the commit belongs to
 * @param nextOffset first offset of the partition that is not in the shard
 * @param watermark largest Kafka timestamp among the records in the shard
 */
public record ShardPosition(long checkpointId, long nextOffset, Instant watermark) {}
