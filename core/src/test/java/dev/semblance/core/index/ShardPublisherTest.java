package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShardPublisherTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    /** Merges as soon as there are three segments. */
    private static final IndexSettings EAGER = new IndexSettings(16, 100, 500, 4_000, 2, 16_000);

    private static final int IMAGES_PER_COMMIT = 200;
    /** More than files are copied at once. */
    private static final int MERGES_HELD = 6;

    @TempDir
    private Path folder;

    private int offset;

    @Test
    @Timeout(60)
    void shouldGoOnCommittingWhileAMergedSegmentIsBeingCopied() throws Exception {
        HinderedStore store = new HinderedStore(new FolderStore(folder.resolve("store")));
        try (ShardPublisher publisher = publisher(store);
                ShardWriter writer = ShardWriter.create(folder.resolve("work"), EAGER, publisher.segments())) {
            try {
                ShardCommit first = commit(writer, publisher);
                store.hold(2 * largestFile(store, first));
                while (!store.holds() || writer.state().merges() < MERGES_HELD) {
                    commit(writer, publisher);
                }

                ShardCommit meanwhile = commit(writer, publisher);
                assertThat(meanwhile.nextOffset()).isEqualTo(offset);
                assertThat(meanwhile.documents()).isEqualTo(offset);
                assertThat(store.holds()).as("the merge is still being copied").isTrue();
                int segmentsBefore = segments(store, meanwhile);

                store.letGo();
                ShardCommit after = commit(writer, publisher);
                while (segments(store, after) >= segmentsBefore) {
                    after = commit(writer, publisher);
                }
                assertThat(documents(store, after)).isEqualTo(offset);
            } finally {
                store.letGo(); // the writer would wait for its merges when it is closed
            }
        }
    }

    /** A writer that was paused, and wakes up when its successor is at work. */
    @Test
    void shouldNeverTouchTheFilesOfAnotherAttempt() throws Exception {
        FolderStore store = new FolderStore(folder.resolve("store"));
        try (ShardPublisher old = new ShardPublisher(store, VERSION, 0, "old", InstantSource.system());
                ShardWriter oldWriter = ShardWriter.create(folder.resolve("old"), EAGER, old.segments())) {
            ShardCommit common = commit(oldWriter, old);
            try (ShardPublisher next = new ShardPublisher(store, VERSION, 0, "next", InstantSource.system())) {
                Path work = Files.createDirectories(folder.resolve("next"));
                next.restore(common.manifest(), common.sha256(), work, LocalFiles.NONE);
                try (ShardWriter nextWriter = ShardWriter.resume(work, EAGER, next.segments())) {
                    ShardCommit succeeded = commit(nextWriter, next);
                    ShardCommit stale = commit(oldWriter, old);

                    assertThat(stale.manifest()).isNotEqualTo(succeeded.manifest());
                    assertThat(documents(store, succeeded)).isEqualTo(2 * IMAGES_PER_COMMIT);
                }
            }
        }
    }

    /** As Flink interrupts a task that it cancels. */
    @Test
    void shouldCloseInAThreadThatIsInterrupted() throws Exception {
        FolderStore store = new FolderStore(folder.resolve("store"));
        try (ShardPublisher publisher = publisher(store)) {
            ShardWriter writer = ShardWriter.create(folder.resolve("work"), EAGER, publisher.segments());
            commit(writer, publisher);
            writer.put(new IndexedImage("one", Embedding.of(1, 0), Optional.empty(), Map.of()));
            Thread.currentThread().interrupt();

            assertThatCode(writer::close).doesNotThrowAnyException();
        } finally {
            assertThat(Thread.interrupted()).as("for the task to see").isTrue();
        }
    }

    @Test
    void shouldSayInTheLuceneCommitWhatItHolds() throws Exception {
        FolderStore store = new FolderStore(folder.resolve("store"));
        try (ShardPublisher publisher = publisher(store);
                ShardWriter writer = ShardWriter.create(folder.resolve("work"), EAGER, publisher.segments())) {
            commit(writer, publisher);
        }
        try (var directory = FSDirectory.open(folder.resolve("work"))) {
            assertThat(SegmentInfos.readLatestCommit(directory).getUserData())
                    .containsOnly(
                            Map.entry("modelVersion", "fashion/1"),
                            Map.entry("shard", "0"),
                            Map.entry("checkpointId", "200"),
                            Map.entry("nextOffset", "200"),
                            Map.entry("watermark", "1970-01-01T00:00:00.200Z"));
        }
    }

    private static ShardPublisher publisher(ObjectStore store) {
        return new ShardPublisher(store, VERSION, 0, "a", InstantSource.system());
    }

    private ShardCommit commit(ShardWriter writer, ShardPublisher publisher) throws IOException {
        for (int i = 0; i < IMAGES_PER_COMMIT; i++) {
            double angle = offset++;
            Embedding embedding = Embedding.of((float) Math.cos(angle), (float) Math.sin(angle));
            writer.put(new IndexedImage("image-" + offset, embedding, Optional.empty(), Map.of()));
        }
        return publisher.publish(writer, new ShardPosition(offset, offset, Instant.ofEpochMilli(offset)));
    }

    private static long largestFile(HinderedStore store, ShardCommit commit) throws IOException {
        return ShardManifest.read(store, commit.manifest(), commit.sha256()).files().stream()
                .mapToLong(ShardManifest.StoredFile::bytes)
                .max()
                .orElseThrow();
    }

    private static int segments(HinderedStore store, ShardCommit commit) throws IOException {
        return (int) ShardManifest.read(store, commit.manifest(), commit.sha256()).files().stream()
                .filter(file -> file.name().endsWith(".si"))
                .count();
    }

    private long documents(ObjectStore store, ShardCommit commit) throws IOException {
        IndexCommit cut = new IndexCommit(VERSION, 1, 1, "a", Instant.EPOCH, List.of(commit));
        IndexSnapshot snapshot = new IndexFollower(store, folder.resolve("cache")).open(cut);
        try {
            return snapshot.documents();
        } finally {
            snapshot.release();
        }
    }
}
