package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.core.index.IndexCommit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON that all answers of the HTTP contract share, and of the node. Field names are the contract. */
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

    record LagJson(long records, double seconds) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatusJson(
            String model,
            boolean ready,
            @Nullable String modelVersion,
            @Nullable Integer dimension,
            @Nullable IndexJson index,
            @Nullable LagJson lag,
            @Nullable List<String> calibrations) {}

    record FieldErrorJson(String pointer, String detail) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProblemJson(
            String type,
            String title,
            int status,
            String detail,
            @Nullable List<FieldErrorJson> errors,
            @JsonAnyGetter Map<String, Object> extensions) {
        static ProblemJson of(ProblemException problem) {
            ProblemType type = problem.type();
            return new ProblemJson(
                    type.type(),
                    type.title(),
                    type.status(),
                    problem.detail(),
                    problem.pointer()
                            .map(pointer -> List.of(new FieldErrorJson(pointer, problem.detail())))
                            .orElse(null),
                    problem.extensions());
        }
    }
}
