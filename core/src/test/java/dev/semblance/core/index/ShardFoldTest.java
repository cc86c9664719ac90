package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardFoldTest {
    private static final int DIMENSION = 16;
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");

    @TempDir
    private Path folder;

    /** A record of a partition: an image, or the delete of an id. */
    private record Change(String id, Optional<IndexedImage> image) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldEqualTheFoldOfItsPartitionThroughCrashesAndRestores(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Change> partition = randomChanges(random, 400);
        FolderStore store = new FolderStore(folder.resolve("store"));
        IndexFollower follower = new IndexFollower(store, folder.resolve("cache"));
        Optional<ShardCommit> last = Optional.empty();
        int offset = 0;
        for (int attempt = 0; offset < partition.size(); attempt++) {
            Path work = Files.createDirectories(folder.resolve("work-" + attempt));
            ShardPublisher publisher =
                    new ShardPublisher(store, VERSION, 0, "attempt" + attempt, InstantSource.system());
            try (ShardWriter writer = openWriter(publisher, last, work)) {
                offset = last.map(commit -> (int) commit.nextOffset()).orElse(0);
                int crashAt = offset + random.nextInt(20, 200);
                while (offset < partition.size() && offset < crashAt) {
                    apply(partition.get(offset++), writer);
                    if (random.nextInt(25) == 0 || offset == partition.size()) {
                        ShardCommit commit =
                                publisher.publish(writer, new ShardPosition(offset, offset, Instant.EPOCH));
                        last = Optional.of(commit);
                        assertSnapshotIsTheFold(follower, commit, partition.subList(0, offset), random);
                    }
                }
            }
        }
    }

    @Test
    void shouldRefuseACorruptFileByNameAndOpenTheCommitOnceItIsMended() throws IOException {
        FolderStore store = new FolderStore(folder.resolve("store"));
        ShardCommit commit = publishOne(store);
        Path victim = storedFile(".cfs");
        byte[] whole = Files.readAllBytes(victim);
        byte[] torn = whole.clone();
        torn[torn.length / 2] ^= 1;
        Files.write(victim, torn);
        IndexFollower follower = new IndexFollower(store, folder.resolve("cache"));

        assertThatThrownBy(() -> follower.open(cut(commit)))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(victim.getFileName().toString());

        Files.write(victim, whole);
        IndexSnapshot snapshot = follower.open(cut(commit));
        assertThat(snapshot.documents()).isEqualTo(1);
        snapshot.release();
    }

    @Test
    void shouldServeACommitWhoseFilesALaterOneHasReplaced() throws IOException {
        FolderStore store = new FolderStore(folder.resolve("store"));
        ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "a", InstantSource.system());
        IndexFollower follower = new IndexFollower(store, folder.resolve("cache"));
        Embedding embedding = randomEmbedding(new SplittableRandom(7));
        try (ShardWriter writer =
                ShardWriter.create(folder.resolve("work"), IndexSettings.DEFAULT, publisher.segments())) {
            writer.put(new IndexedImage("old", embedding, Optional.of("boot"), Map.of("colour", "red")));
            IndexSnapshot before = follower.open(cut(publisher.publish(writer, position(1))));
            writer.delete("old");
            IndexSnapshot after = follower.open(cut(publisher.publish(writer, position(2))));

            assertThat(before.nearest(embedding, 5, 5)).singleElement().satisfies(neighbour -> {
                assertThat(neighbour.id()).isEqualTo("old");
                assertThat(neighbour.label()).contains("boot");
                assertThat(neighbour.attributes()).containsEntry("colour", "red");
                assertThat(neighbour.distance()).isLessThan(1e-5f);
            });
            assertThat(after.nearest(embedding, 5, 5)).isEmpty();
            before.release();
            assertThat(before.tryRetain()).isFalse();
            after.release();
        }
    }

    @Test
    void shouldFindNearlyAllTrueNeighboursThroughTheGraph() throws IOException {
        IndexSettings alwaysGraph = new IndexSettings(16, 100, 0, 12_000, 8, 16);
        SplittableRandom random = new SplittableRandom(11);
        List<IndexedImage> images = new ArrayList<>();
        FolderStore store = new FolderStore(folder.resolve("store"));
        ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "a", InstantSource.system());
        ShardCommit commit;
        try (ShardWriter writer = ShardWriter.create(folder.resolve("work"), alwaysGraph, publisher.segments())) {
            for (int i = 0; i < 3_000; i++) {
                IndexedImage image =
                        new IndexedImage("image-" + i, randomEmbedding(random), Optional.empty(), Map.of());
                images.add(image);
                writer.put(image);
            }
            commit = publisher.publish(writer, position(3_000));
        }
        IndexSnapshot snapshot = new IndexFollower(store, folder.resolve("cache")).open(cut(commit));
        int found = 0;
        for (int query = 0; query < 50; query++) {
            Embedding embedding = randomEmbedding(random);
            List<String> exact = exactNearest(embedding, images, 10);
            found += (int) snapshot.nearest(embedding, 10, 100).stream()
                    .filter(neighbour -> exact.contains(neighbour.id()))
                    .count();
        }
        snapshot.release();

        assertThat(found / 500.0).as("recall@10 of the graph").isGreaterThan(0.95);
    }

    private static ShardWriter openWriter(ShardPublisher publisher, Optional<ShardCommit> last, Path work)
            throws IOException {
        if (last.isEmpty()) {
            return ShardWriter.create(work, IndexSettings.DEFAULT, publisher.segments());
        }
        publisher.restore(last.get().manifest(), last.get().sha256(), work, LocalFiles.NONE);
        return ShardWriter.resume(work, IndexSettings.DEFAULT, publisher.segments());
    }

    private static void apply(Change change, ShardWriter writer) throws IOException {
        if (change.image().isPresent()) {
            writer.put(change.image().get());
        } else {
            writer.delete(change.id());
        }
    }

    private static void assertSnapshotIsTheFold(
            IndexFollower follower, ShardCommit commit, List<Change> changes, SplittableRandom random)
            throws IOException {
        Map<String, IndexedImage> fold = new HashMap<>();
        for (Change change : changes) {
            change.image().ifPresentOrElse(image -> fold.put(change.id(), image), () -> fold.remove(change.id()));
        }
        IndexSnapshot snapshot = follower.open(cut(commit));
        Embedding query = randomEmbedding(random);
        List<Neighbour> all = snapshot.nearest(query, 1_000, 1_000);

        assertThat(commit.documents()).isEqualTo(fold.size());
        assertThat(all).hasSize(fold.size());
        assertThat(all).isSortedAccordingTo(Comparator.comparingDouble(Neighbour::distance));
        for (Neighbour neighbour : all) {
            IndexedImage expected = Objects.requireNonNull(fold.get(neighbour.id()), neighbour.id());
            assertThat(neighbour.label()).isEqualTo(expected.label());
            assertThat(neighbour.distance())
                    .isCloseTo(Distance.COSINE.between(query, expected.embedding()), within(1e-5f));
        }
        snapshot.release();
    }

    private static List<Change> randomChanges(SplittableRandom random, int count) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "image-" + random.nextInt(60);
            boolean delete = random.nextInt(4) == 0;
            changes.add(new Change(
                    id,
                    delete
                            ? Optional.empty()
                            : Optional.of(new IndexedImage(
                                    id, randomEmbedding(random), Optional.of("label-" + i), Map.of()))));
        }
        return changes;
    }

    private static Embedding randomEmbedding(SplittableRandom random) {
        float[] values = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) random.nextGaussian();
            squares += values[i] * values[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
        return Embedding.of(values);
    }

    private static List<String> exactNearest(Embedding query, List<IndexedImage> images, int k) {
        return images.stream()
                .sorted(Comparator.comparingDouble(image -> Distance.COSINE.between(query, image.embedding())))
                .limit(k)
                .map(IndexedImage::id)
                .toList();
    }

    private ShardCommit publishOne(FolderStore store) throws IOException {
        ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "a", InstantSource.system());
        try (ShardWriter writer =
                ShardWriter.create(folder.resolve("work"), IndexSettings.DEFAULT, publisher.segments())) {
            writer.put(new IndexedImage("one", randomEmbedding(new SplittableRandom(3)), Optional.empty(), Map.of()));
            return publisher.publish(writer, position(1));
        }
    }

    private Path storedFile(String ending) throws IOException {
        try (var files = Files.walk(folder.resolve("store"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static ShardPosition position(long offset) {
        return new ShardPosition(1, offset, Instant.EPOCH);
    }

    private static IndexCommit cut(ShardCommit commit) {
        return new IndexCommit(VERSION, 1, 1, "a", Instant.EPOCH, List.of(commit));
    }
}
