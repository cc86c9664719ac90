package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.LocalFiles;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import dev.semblance.messaging.EventType;
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

class OpenShardTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final int SHARD = 2;

    @TempDir
    private Path folder;

    @Test
    void shouldCommitWhatWasApplied() throws IOException {
        try (OpenShard shard = open("a", Optional.empty())) {
            shard.apply(put(0, 10, "one"));
            shard.apply(put(1, 20, "two"));
            shard.apply(new ShardChange.Delete(SHARD, 2, 30, "one"));
            shard.apply(new ShardChange.Skip(SHARD, 7, 40));

            assertThat(shard.commit(1)).hasValueSatisfying(commit -> {
                assertThat(commit.shard()).isEqualTo(SHARD);
                assertThat(commit.documents()).isEqualTo(1);
                assertThat(commit.nextOffset()).isEqualTo(8);
                assertThat(commit.watermark()).isEqualTo(Instant.ofEpochMilli(40));
            });
        }
    }

    @Test
    void shouldCommitNothingWhereNothingHasChanged() throws IOException {
        try (OpenShard shard = open("a", Optional.empty())) {
            assertThat(shard.commit(1)).isEmpty();
            shard.apply(put(0, 10, "one"));
            assertThat(shard.commit(2)).isPresent();
            assertThat(shard.commit(3)).isEmpty();
            shard.apply(new ShardChange.Skip(SHARD, 1, 10));
            assertThat(shard.commit(4)).map(ShardCommit::nextOffset).contains(2L);
        }
    }

    @Test
    void shouldRefuseAnOffsetThatItHolds() throws IOException {
        try (OpenShard shard = open("a", Optional.empty())) {
            shard.apply(put(5, 10, "one"));

            assertThatIllegalStateException()
                    .isThrownBy(() -> shard.apply(put(5, 10, "one")))
                    .withMessage("shard 2 holds all up to offset 6 and was given offset 5 again");
        }
    }

    @Test
    void shouldRefuseAnOffsetThatItsLastCommitHolds() throws IOException {
        ShardCommit last = commitOf("a", put(5, 10, "one"));

        try (OpenShard shard = open("b", Optional.of(last))) {
            assertThatIllegalStateException().isThrownBy(() -> shard.apply(put(5, 10, "one")));
        }
    }

    @Test
    void shouldGoOnFromItsLastCommit() throws IOException {
        ShardCommit last = commitOf("a", put(5, 900, "one"));

        try (OpenShard shard = open("b", Optional.of(last))) {
            assertThat(shard.commit(2)).isEmpty();
            shard.apply(put(6, 800, "two"));

            assertThat(shard.commit(3)).hasValueSatisfying(commit -> {
                assertThat(commit.documents()).isEqualTo(2);
                assertThat(commit.nextOffset()).isEqualTo(7);
                assertThat(commit.watermark()).isEqualTo(Instant.ofEpochMilli(900));
            });
        }
    }

    @Test
    void shouldKeepTheLargestTimeAsWatermark() throws IOException {
        assertThat(commitOf("a", put(0, 50, "one"), put(1, 70, "two"), put(2, 60, "three"))
                        .watermark())
                .isEqualTo(Instant.ofEpochMilli(70));
    }

    @Test
    void shouldTakeARecordWithoutTime() throws IOException {
        assertThat(commitOf("a", put(0, -1, "one")).watermark()).isEqualTo(Instant.EPOCH);
    }

    /** Else a producer that tells nanoseconds as milliseconds would end the job, again at each restart. */
    @Test
    void shouldAnnounceACommitWhateverTimeAProducerHasGiven() throws IOException {
        ShardCommit shard = commitOf("a", put(0, Long.MAX_VALUE, "one"));
        IndexCommit commit = new IndexCommit(VERSION, 1, 1, "a", Instant.EPOCH, List.of(shard));

        assertThat(EventType.INDEX_COMMITTED.decode(EventType.INDEX_COMMITTED.encode(commit)))
                .isEqualTo(commit);
    }

    private ShardCommit commitOf(String attempt, ShardChange... changes) throws IOException {
        try (OpenShard shard = open(attempt, Optional.empty())) {
            for (ShardChange change : changes) {
                shard.apply(change);
            }
            return shard.commit(1).orElseThrow();
        }
    }

    private OpenShard open(String attempt, Optional<ShardCommit> last) throws IOException {
        FolderStore store = new FolderStore(folder.resolve("store"));
        ShardPublisher publisher = new ShardPublisher(store, VERSION, SHARD, attempt, InstantSource.system());
        Path work = Files.createDirectories(folder.resolve(attempt));
        return OpenShard.open(publisher, last, work, LocalFiles.NONE, IndexSettings.DEFAULT);
    }

    private static ShardChange put(long offset, long timestampMillis, String id) {
        return new ShardChange.Put(
                SHARD,
                offset,
                timestampMillis,
                new IndexedImage(id, Embedding.of(0.6f, 0.8f), Optional.empty(), Map.of()),
                Optional.empty());
    }
}
