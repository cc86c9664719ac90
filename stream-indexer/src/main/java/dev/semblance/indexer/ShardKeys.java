package dev.semblance.indexer;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Gives each shard a key of its own whose key group spreads the shards evenly over the subtasks; the shard numbers
 * themselves would hash to whatever subtask chance picks. A shard's state lies in checkpoints under its key.
 */
final class ShardKeys {
    private ShardKeys() {}

    /** For each shard the key to partition the stream by. */
    static int[] spread(int shards, int maxParallelism) {
        int[] keys = new int[shards];
        Set<Integer> taken = new HashSet<>();
        // Flink rounds down from key group to subtask: rounded up here, each shard gets a subtask where there are
        // enough.
        int roundedUp = shards <= maxParallelism ? shards - 1 : 0;
        for (int shard = 0; shard < shards; shard++) {
            int keyGroup = (shard * maxParallelism + roundedUp) / shards;
            keys[shard] = freeKey(keyGroup, maxParallelism, taken);
        }
        return keys;
    }

    /** More shards than key groups share groups, but never a key: it is what tells their states apart. */
    private static int freeKey(int keyGroup, int maxParallelism, Set<Integer> taken) {
        int key = 0;
        while (KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism) != keyGroup || !taken.add(key)) {
            key++;
        }
        return key;
    }
}
