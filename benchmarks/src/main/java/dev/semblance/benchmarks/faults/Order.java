package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.service.QueryClient.Index;
import dev.semblance.standalone.service.QueryClient.Shard;

/** The order of commits as clients see them. */
final class Order {
    private Order() {}

    /** Whether a commit holds less than another one, of any shard, or is of an earlier checkpoint of the same build. */
    static boolean isBefore(Index index, Index other) {
        if (index.generation() == other.generation() && index.checkpointId() < other.checkpointId()) {
            return true;
        }
        return other.shards().stream().anyMatch(shard -> nextOffset(index, shard.shard()) < shard.nextOffset());
    }

    private static long nextOffset(Index index, int number) {
        return index.shards().stream()
                .filter(shard -> shard.shard() == number)
                .mapToLong(Shard::nextOffset)
                .findFirst()
                .orElse(0);
    }
}
