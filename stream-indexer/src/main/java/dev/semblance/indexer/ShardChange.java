package dev.semblance.indexer;

import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.index.IndexedImage;
import java.util.Optional;

/** What one record of a partition does to its shard. */
sealed interface ShardChange {
    int shard();

    long offset();

    /** Kafka timestamp of the record, ms since 1970. */
    long timestampMillis();

    /** Adds an image or replaces the one of the same id, and its thumbnail. */
    record Put(int shard, long offset, long timestampMillis, IndexedImage image, Optional<Thumbnail> thumbnail)
            implements ShardChange {}

    /** Removes an image. */
    record Delete(int shard, long offset, long timestampMillis, String id) implements ShardChange {}

    /** Changes nothing but the offset: the record went to the dead-letter topic. */
    record Skip(int shard, long offset, long timestampMillis) implements ShardChange {}
}
