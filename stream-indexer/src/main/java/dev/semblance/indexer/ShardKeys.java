package dev.semblance.indexer;

import java.util.Arrays;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Gives each shard a key whose key group spreads the shards evenly over the subtasks; the shard numbers themselves
 * would hash to whatever subtask chance picks.
 */
final class ShardKeys {
    private ShardKeys() {}

    /** For each shard the key to partition the stream by. */
    static int[] spread(int shards, int maxParallelism) {
        int[] keys = new int[shards];
        Arrays.setAll(keys, shard -> keyOf((int) ((long) shard * maxParallelism / shards), maxParallelism));
        return keys;
    }

    private static int keyOf(int keyGroup, int maxParallelism) {
        int key = 0;
        while (KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism) != keyGroup) {
            key++;
        }
        return key;
    }
}
