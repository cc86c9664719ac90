package dev.semblance.core.index;

import dev.semblance.core.store.Sha256;
import java.time.Instant;

/**
 * One shard of an {@link IndexCommit}.
 *
 * @param shard its number: the partition of the image topic that it folds
 * @param manifest key of the shard's manifest in the index store
 * @param sha256 digest of the manifest
 * @param documents live documents
 * @param nextOffset first offset of the partition that is not in the shard
 * @param watermark largest Kafka timestamp among the records in the shard
 */
public record ShardCommit(
        int shard, String manifest, Sha256 sha256, long documents, long nextOffset, Instant watermark) {}
