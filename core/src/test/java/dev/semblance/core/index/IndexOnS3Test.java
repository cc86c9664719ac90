package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.S3Service;
import dev.semblance.core.store.StoreLocation;
import dev.semblance.core.store.StoredObject;
import dev.semblance.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publish, follow and resume, with nothing but a bucket between them. */
class IndexOnS3Test {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");

    @TempDir
    private Path folder;

    @Test
    void shouldBeFollowedAndResumedFromABucket() throws IOException {
        try (S3Server server = S3Server.start(folder.resolve("s3"))) {
            ObjectStore store = StoreLocation.parse(
                            "s3://" + S3Server.BUCKET + "/index", new S3Service(server.endpoint(), "us-east-1"))
                    .open();
            IndexFollower follower = new IndexFollower(store, folder.resolve("cache"));
            ShardCommit before = putTwo(store);
            assertThat(ids(follower, before)).containsExactlyInAnyOrder("boot", "bag");

            ShardCommit after = replaceOne(store, before);
            assertThat(ids(follower, after)).containsExactlyInAnyOrder("bag", "coat");

            tearAFile(store);
            IndexFollower newcomer = new IndexFollower(store, folder.resolve("another-cache"));
            assertThatExceptionOfType(CorruptObjectException.class).isThrownBy(() -> ids(newcomer, after));
        }
    }

    private ShardCommit putTwo(ObjectStore store) throws IOException {
        try (ShardPublisher publisher = publisher(store, "first");
                ShardWriter writer =
                        ShardWriter.create(folder.resolve("work"), IndexSettings.DEFAULT, publisher.segments())) {
            put("boot", writer);
            put("bag", writer);
            return publisher.publish(writer, new ShardPosition(1, 2, Instant.EPOCH));
        }
    }

    /** By a writer that has nothing but the bucket. */
    private ShardCommit replaceOne(ObjectStore store, ShardCommit last) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work-elsewhere"));
        try (ShardPublisher publisher = publisher(store, "second")) {
            publisher.restore(last.manifest(), last.sha256(), work, LocalFiles.NONE);
            try (ShardWriter writer = ShardWriter.resume(work, IndexSettings.DEFAULT, publisher.segments())) {
                writer.delete("boot");
                put("coat", writer);
                return publisher.publish(writer, new ShardPosition(2, 4, Instant.EPOCH));
            }
        }
    }

    private static ShardPublisher publisher(ObjectStore store, String attempt) {
        return new ShardPublisher(store, VERSION, 0, attempt, InstantSource.system());
    }

    private static void tearAFile(ObjectStore store) throws IOException {
        String victim = store.list("fashion/1/shard-0/second-").stream()
                .map(StoredObject::key)
                .filter(key -> !key.endsWith(".json"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = store.get(victim);
        bytes[bytes.length / 2] ^= 1;
        store.put(victim, bytes);
    }

    private static void put(String id, ShardWriter writer) throws IOException {
        writer.put(new IndexedImage(id, Embedding.of(new float[] {0.6f, 0.8f}), Optional.empty(), Map.of()));
    }

    private static List<String> ids(IndexFollower follower, ShardCommit shard) throws IOException {
        IndexSnapshot snapshot = follower.open(new IndexCommit(VERSION, 1, 1, "any", Instant.EPOCH, List.of(shard)));
        try {
            return snapshot.nearest(Embedding.of(new float[] {0.6f, 0.8f}), 10, 10).stream()
                    .map(Neighbour::id)
                    .toList();
        } finally {
            snapshot.release();
        }
    }
}
