package dev.semblance.benchmarks;

import dev.semblance.standalone.service.QueryClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A commit when a status answer named it for the first time: from then on lookups are answered from it.
 *
 * @param nanos when, on the clock of {@link System#nanoTime()}
 * @param documents that can be found in it
 * @param nextOffsets for each partition the first offset that it lacks
 */
record Sighting(long nanos, long documents, Map<Integer, Long> nextOffsets) {
    Sighting {
        nextOffsets = Map.copyOf(nextOffsets);
    }

    static Sighting of(long nanos, QueryClient.Index index) {
        return new Sighting(
                nanos,
                index.documents(),
                index.shards().stream()
                        .collect(Collectors.toMap(QueryClient.Shard::shard, QueryClient.Shard::nextOffset)));
    }

    /** How many records of the image topic it holds. */
    long records() {
        return nextOffsets.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean contains(int partition, long offset) {
        return nextOffsets.getOrDefault(partition, 0L) > offset;
    }

    /** The first one, in the order they were seen, that holds at least so many records. */
    static Sighting firstWith(long records, List<Sighting> sightings) {
        return sightings.stream()
                .filter(sighting -> sighting.records() >= records)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no commit with " + records + " records was seen"));
    }
}
