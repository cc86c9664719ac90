package dev.semblance.core.index;

import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One consistent cut of all shards of a model version's index.
 *
 * @param version model version that embedded the images
 * @param generation counts the builds of this index from the start of the image topic
 * @param checkpointId checkpoint of the indexing job; grows within a generation
 * @param attempt attempt of the job that made the commit
 * @param committedAt when the commit was gathered
 * @param shards all shards that hold anything, in ascending order
 */
public record IndexCommit(
        ModelVersion version,
        long generation,
        long checkpointId,
        String attempt,
        Instant committedAt,
        List<ShardCommit> shards) {
    public IndexCommit {
        shards = shards.stream()
                .sorted(Comparator.comparingInt(ShardCommit::shard))
                .toList();
    }

    /** Live documents in all shards. */
    public long documents() {
        return shards.stream().mapToLong(ShardCommit::documents).sum();
    }

    /** First offset of a partition that is not in the index; 0 where the shard holds nothing yet. */
    public long nextOffset(int shard) {
        return shards.stream()
                .filter(commit -> commit.shard() == shard)
                .mapToLong(ShardCommit::nextOffset)
                .findFirst()
                .orElse(0);
    }
}
