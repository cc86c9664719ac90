package dev.semblance.core.index;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a commit has come.
 *
 * @param generation counts the builds of the index
 * @param checkpointId checkpoint of the indexing job
 * @param nextOffsets first offset of each partition that is not in the index
 */
public record CommitPosition(long generation, long checkpointId, Map<Integer, Long> nextOffsets) {
    public CommitPosition {
        nextOffsets = Map.copyOf(nextOffsets);
    }

    public static CommitPosition of(IndexCommit commit) {
        Map<Integer, Long> nextOffsets = new TreeMap<>();
        commit.shards().forEach(shard -> nextOffsets.put(shard.shard(), shard.nextOffset()));
        return new CommitPosition(commit.generation(), commit.checkpointId(), nextOffsets);
    }
}
