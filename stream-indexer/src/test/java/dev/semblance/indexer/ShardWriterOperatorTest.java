package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.ThumbnailSpec;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexFollower;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.Neighbour;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.StoreLocation;
import dev.semblance.core.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's harness closes with whatever its operator throws
class ShardWriterOperatorTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final int SHARDS = 3;
    private static final Embedding EMBEDDING = Embedding.of(0.6f, 0.8f);

    @TempDir
    private Path folder;

    @Test
    void shouldCommitEachChangedShardBeforeTheBarrier() throws Exception {
        try (var writer = writer()) {
            writer.open();
            writer.processElement(put(0, 10, "one"), 0);
            writer.processElement(put(2, 20, "two"), 0);
            writer.prepareSnapshotPreBarrier(7);

            List<IndexCommit> commits = writer.extractOutputValues();
            assertThat(commits).allSatisfy(commit -> {
                assertThat(commit.version()).isEqualTo(VERSION);
                assertThat(commit.checkpointId()).isEqualTo(7);
            });
            assertThat(shards(commits)).extracting(ShardCommit::shard).containsExactlyInAnyOrder(0, 2);
            assertThat(shards(commits)).extracting(ShardCommit::nextOffset).containsExactlyInAnyOrder(11L, 21L);
        }
    }

    @Test
    void shouldCommitAShardOnlyWhenItHasChanged() throws Exception {
        try (var writer = writer()) {
            writer.open();
            writer.processElement(put(0, 10, "one"), 0);
            checkpoint(writer, 1);
            checkpoint(writer, 2);

            assertThat(writer.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void shouldGoOnFromTheCommitThatTheCheckpointNames() throws Exception {
        OperatorSubtaskState state;
        try (var first = writer()) {
            first.open();
            first.processElement(put(0, 10, "kept"), 0);
            first.processElement(put(1, 5, "elsewhere"), 0);
            state = checkpoint(first, 1);
            first.processElement(put(0, 11, "lost"), 0);
        }
        ShardCommit commit;
        try (var second = writer()) {
            second.initializeState(state);
            second.open();
            second.processElement(put(0, 11, "after"), 0);
            checkpoint(second, 2);
            commit = shards(second.extractOutputValues()).getFirst();
        }

        assertThat(commit.shard()).isZero();
        assertThat(commit.nextOffset()).isEqualTo(12);
        assertThat(ids(commit)).containsExactly("after", "kept");
    }

    /** The copies of a checkpoint that never completed lie in the store, and must not show. */
    @Test
    void shouldNotTakeUpWhatAnAbandonedCheckpointHasCopied() throws Exception {
        OperatorSubtaskState state;
        try (var first = writer()) {
            first.open();
            first.processElement(put(0, 10, "kept"), 0);
            state = checkpoint(first, 1);
            first.processElement(put(0, 11, "abandoned"), 0);
            checkpoint(first, 2);
        }
        Set<String> before = stored();
        ShardCommit commit;
        try (var second = writer()) {
            second.initializeState(state);
            second.open();
            second.processElement(new ShardChange.Skip(0, 11, 0), 0);
            second.processElement(put(0, 12, "after"), 0);
            checkpoint(second, 2);
            commit = shards(second.extractOutputValues()).getFirst();
        }

        assertThat(ids(commit)).containsExactly("after", "kept");
        assertThat(stored()).containsAll(before);
        assertThat(before).doesNotContain(commit.manifest());
    }

    @Test
    void shouldStartOverWithoutACheckpoint() throws Exception {
        try (var first = writer()) {
            first.open();
            first.processElement(put(0, 10, "first"), 0);
            checkpoint(first, 1);
        }
        try (var second = writer()) {
            second.open();
            second.processElement(put(0, 0, "second"), 0);
            checkpoint(second, 1);

            assertThat(ids(shards(second.extractOutputValues()).getFirst())).containsExactly("second");
        }
    }

    @Test
    void shouldGoOnFromLocalFilesWhereTheyAreWhatWasPublished() throws Exception {
        OperatorSubtaskState state;
        try (var first = writer()) {
            first.open();
            first.processElement(put(0, 10, "kept"), 0);
            state = checkpoint(first, 1);
        }
        moveAway(".cfs");
        try (var second = writer()) {
            second.initializeState(state);
            second.open();
            second.processElement(put(0, 11, "after"), 0);
            checkpoint(second, 2);
            moveBack();

            assertThat(ids(shards(second.extractOutputValues()).getFirst())).containsExactly("after", "kept");
        }
    }

    @Test
    void shouldFetchAFileWhoseLocalCopyIsTorn() throws Exception {
        OperatorSubtaskState state;
        try (var first = writer()) {
            first.open();
            first.processElement(put(0, 10, "kept"), 0);
            state = checkpoint(first, 1);
        }
        try (var files = Files.walk(folder.resolve("work"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".cfs")).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        try (var second = writer()) {
            second.initializeState(state);
            second.open();
            second.processElement(put(0, 11, "after"), 0);
            checkpoint(second, 2);

            assertThat(ids(shards(second.extractOutputValues()).getFirst())).containsExactly("after", "kept");
        }
    }

    @Test
    void shouldRemoveWhatAnEndedAttemptHasLeftOnceItHasACheckpointOfItsOwn() throws Exception {
        try (var first = writer()) {
            first.open();
            first.processElement(put(0, 10, "one"), 0);
            checkpoint(first, 1);
        }
        assertThat(attempts()).hasSize(1);
        try (var second = writer();
                var inUse = writer()) {
            inUse.open();
            second.open();
            second.processElement(put(0, 10, "one"), 0);
            checkpoint(second, 1);
            assertThat(attempts()).hasSize(3);

            second.notifyOfCompletedCheckpoint(1);

            assertThat(attempts()).hasSize(2);
            second.processElement(put(0, 11, "two"), 0);
            checkpoint(second, 2);
        }
    }

    private List<Path> attempts() throws IOException {
        try (var attempts = Files.list(folder.resolve("work/fashion/1"))) {
            return attempts.toList();
        }
    }

    private void moveAway(String ending) throws IOException {
        Path store = folder.resolve("index");
        try (var files = Files.walk(store)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ending)).toList()) {
                Path away =
                        folder.resolve("away").resolve(store.relativize(file).toString());
                Files.createDirectories(away.getParent());
                Files.move(file, away);
            }
        }
    }

    private void moveBack() throws IOException {
        Path away = folder.resolve("away");
        try (var files = Files.walk(away)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(
                        file,
                        folder.resolve("index").resolve(away.relativize(file).toString()));
            }
        }
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, ShardChange, IndexCommit> writer() throws Exception {
        int[] keys = ShardKeys.spread(SHARDS, IndexJob.MAX_PARALLELISM);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new ShardWriterOperator(settings(), VERSION, 1, keys),
                change -> keys[change.shard()],
                Types.INT,
                IndexJob.MAX_PARALLELISM,
                1,
                0);
        harness.setup(new IndexCommitSerializer());
        return harness;
    }

    private IndexJobSettings settings() {
        return new IndexJobSettings(
                "localhost:9092",
                StoreLocation.of(folder.resolve("models")),
                StoreLocation.of(folder.resolve("index")),
                folder.resolve("checkpoints").toString(),
                folder.resolve("work").toString(),
                Duration.ofSeconds(1),
                1,
                1,
                "cpu",
                1_000,
                1_000,
                ThumbnailSpec.NONE);
    }

    private static OperatorSubtaskState checkpoint(
            KeyedOneInputStreamOperatorTestHarness<Integer, ShardChange, IndexCommit> writer, long id)
            throws Exception {
        writer.prepareSnapshotPreBarrier(id);
        return writer.snapshot(id, id);
    }

    private static ShardChange put(int shard, long offset, String id) {
        return new ShardChange.Put(
                shard, offset, offset, new IndexedImage(id, EMBEDDING, Optional.empty(), Map.of()), Optional.empty());
    }

    private static List<ShardCommit> shards(List<IndexCommit> commits) {
        return commits.stream().flatMap(commit -> commit.shards().stream()).toList();
    }

    /** What a reader of the commit sees. */
    private Set<String> ids(ShardCommit shard) throws IOException {
        IndexCommit commit = new IndexCommit(VERSION, 1, 1, "any", Instant.EPOCH, List.of(shard));
        IndexSnapshot snapshot = new IndexFollower(store(), folder.resolve("cache")).open(commit);
        try {
            return snapshot.nearest(EMBEDDING, 100, 100).stream()
                    .map(Neighbour::id)
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            snapshot.release();
        }
    }

    private Set<String> stored() throws IOException {
        return store().list("").stream().map(StoredObject::key).collect(Collectors.toSet());
    }

    private FolderStore store() {
        return new FolderStore(folder.resolve("index"));
    }
}
