package dev.semblance.messaging;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.Sha256;
import dev.semblance.schema.avro.IndexCommitted;
import dev.semblance.schema.avro.ShardCommitted;

/** {@link IndexCommit} to Avro and back. */
final class IndexEvents {
    private IndexEvents() {}

    static IndexCommitted toAvro(IndexCommit commit) {
        return IndexCommitted.newBuilder()
                .setModel(commit.version().model())
                .setVersion(commit.version().version())
                .setGeneration(commit.generation())
                .setCheckpointId(commit.checkpointId())
                .setAttempt(commit.attempt())
                .setCommittedAt(commit.committedAt())
                .setShards(commit.shards().stream().map(IndexEvents::toAvro).toList())
                .build();
    }

    static IndexCommit fromAvro(IndexCommitted event) {
        return new IndexCommit(
                new ModelVersion(event.getModel(), event.getVersion()),
                event.getGeneration(),
                event.getCheckpointId(),
                event.getAttempt(),
                event.getCommittedAt(),
                event.getShards().stream().map(IndexEvents::fromAvro).toList());
    }

    private static ShardCommitted toAvro(ShardCommit shard) {
        return ShardCommitted.newBuilder()
                .setShard(shard.shard())
                .setManifest(shard.manifest())
                .setSha256(shard.sha256().hex())
                .setDocuments(shard.documents())
                .setNextOffset(shard.nextOffset())
                .setWatermark(shard.watermark())
                .build();
    }

    private static ShardCommit fromAvro(ShardCommitted event) {
        return new ShardCommit(
                event.getShard(),
                event.getManifest(),
                new Sha256(event.getSha256()),
                event.getDocuments(),
                event.getNextOffset(),
                event.getWatermark());
    }
}
