package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.Neighbour;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON of the HTTP contract. Field names are the contract; the domain may be named otherwise. */
final class Responses {
    private Responses() {}

    record ShardJson(int shard, long nextOffset, long documents, String watermark) {}

    record IndexJson(long generation, long checkpointId, String committedAt, long documents, List<ShardJson> shards) {
        static IndexJson of(IndexCommit commit) {
            return new IndexJson(
                    commit.generation(),
                    commit.checkpointId(),
                    commit.committedAt().toString(),
                    commit.documents(),
                    commit.shards().stream()
                            .map(shard -> new ShardJson(
                                    shard.shard(),
                                    shard.nextOffset(),
                                    shard.documents(),
                                    shard.watermark().toString()))
                            .toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NeighbourJson(int rank, String id, @Nullable String label, float distance, Map<String, String> attributes) {
        static NeighbourJson of(int rank, Neighbour neighbour) {
            return new NeighbourJson(
                    rank, neighbour.id(), neighbour.label().orElse(null), neighbour.distance(), neighbour.attributes());
        }
    }

    /** Times in microseconds. */
    record TookJson(long decodeMicros, long embedMicros, long searchMicros) {}

    record LookupJson(String modelVersion, IndexJson index, List<NeighbourJson> neighbours, TookJson took) {
        static LookupJson of(Lookup.Answer answer) {
            List<Neighbour> neighbours = answer.neighbours();
            return new LookupJson(
                    answer.version().key(),
                    IndexJson.of(answer.commit()),
                    IntStream.range(0, neighbours.size())
                            .mapToObj(i -> NeighbourJson.of(i + 1, neighbours.get(i)))
                            .toList(),
                    new TookJson(
                            answer.decoding().toNanos() / 1_000,
                            answer.embedding().toNanos() / 1_000,
                            answer.search().toNanos() / 1_000));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatusJson(
            String model,
            boolean ready,
            @Nullable String modelVersion,
            @Nullable Integer dimension,
            @Nullable IndexJson index) {}

    record ProblemJson(String type, String title, int status, String detail) {}
}
