package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredThumbnailsTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final Embedding POINT = Embedding.of(0.6f, 0.8f);
    /** Two segments are merged into one. */
    private static final IndexSettings EAGER = new IndexSettings(16, 100, 500, 4_000, 2, 16_000);

    @TempDir
    private Path folder;

    @Test
    void shouldGiveBackTheThumbnailThatCameLast() throws IOException {
        try (ShardWriter writer = ShardWriter.create(folder.resolve("work"), EAGER, SegmentListener.NONE)) {
            writer.put(image("kept", Map.of("a", "b")), Optional.of(thumbnail(1)));
            writer.put(image("replaced", Map.of()), Optional.of(thumbnail(2)));
            writer.put(image("taken", Map.of()), Optional.of(thumbnail(3)));
            writer.put(image("gone", Map.of()), Optional.of(thumbnail(4)));
            writer.commit(Map.of());
            writer.put(image("replaced", Map.of()), Optional.of(thumbnail(5)));
            writer.put(image("taken", Map.of()), Optional.empty());
            writer.delete("gone");
            IndexSnapshot snapshot = open(writer, 1);

            assertThat(snapshot.thumbnail("kept")).contains(thumbnail(1));
            assertThat(snapshot.thumbnail("replaced")).contains(thumbnail(5));
            assertThat(snapshot.thumbnail("taken")).isEmpty();
            assertThat(snapshot.thumbnail("gone")).isEmpty();
            assertThat(snapshot.nearest(POINT, 10, 10))
                    .as("attributes are what producers said")
                    .filteredOn(neighbour -> neighbour.id().equals("kept"))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.attributes()).containsOnly(Map.entry("a", "b")));
            snapshot.release();
        }
    }

    /** As an index is that was built before there were thumbnails. */
    @Test
    void shouldGoOnWithAShardWithoutThumbnails() throws IOException {
        Path work = folder.resolve("work");
        try (ShardWriter writer = ShardWriter.create(work, EAGER, SegmentListener.NONE)) {
            writer.put(image("old", Map.of("a", "b")));
            IndexSnapshot before = open(writer, 1);
            assertThat(before.thumbnail("old")).isEmpty();
            assertThat(before.image("old")).contains(image("old", Map.of("a", "b")));
            before.release();
        }
        try (ShardWriter writer = ShardWriter.resume(work, EAGER, SegmentListener.NONE)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add("new-" + i);
                writer.put(image("new-" + i, Map.of()), Optional.of(thumbnail(i)));
                writer.commit(Map.of());
            }
            IndexSnapshot snapshot = open(writer, 2);

            assertThat(snapshot.segments()).as("else nothing was merged").isLessThan(20);
            assertThat(snapshot.thumbnail("old")).isEmpty();
            assertThat(snapshot.image("old")).isPresent();
            assertThat(ids)
                    .allSatisfy(id ->
                            assertThat(snapshot.thumbnail(id)).contains(thumbnail(Integer.parseInt(id.substring(4)))));
            snapshot.release();
        }
    }

    private IndexSnapshot open(ShardWriter writer, long checkpointId) throws IOException {
        FolderStore store = new FolderStore(folder.resolve("store"));
        try (ShardPublisher publisher =
                new ShardPublisher(store, VERSION, 0, "attempt" + checkpointId, InstantSource.system())) {
            ShardCommit shard = publisher.publish(writer, new ShardPosition(checkpointId, checkpointId, Instant.EPOCH));
            return new IndexFollower(store, folder.resolve("cache"))
                    .open(new IndexCommit(VERSION, 1, checkpointId, "a", Instant.EPOCH, List.of(shard)));
        }
    }

    private static IndexedImage image(String id, Map<String, String> attributes) {
        return new IndexedImage(id, POINT, Optional.of("boot"), attributes);
    }

    private static Thumbnail thumbnail(int grey) {
        return Thumbnail.of(PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {(byte) grey})));
    }
}
