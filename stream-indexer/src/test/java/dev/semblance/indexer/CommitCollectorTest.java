package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.Sha256;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harness closes with whatever its operator throws
class CommitCollectorTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");

    @Test
    void shouldAnnounceAnEmptyIndexOnce() throws Exception {
        try (var collector = collector(4)) {
            collector.open();
            checkpoint(collector, 1);
            checkpoint(collector, 2);

            assertThat(collector.extractOutputValues()).singleElement().satisfies(commit -> {
                assertThat(commit.version()).isEqualTo(VERSION);
                assertThat(commit.generation()).isEqualTo(4);
                assertThat(commit.checkpointId()).isEqualTo(1);
                assertThat(commit.shards()).isEmpty();
            });
        }
    }

    @Test
    void shouldGatherTheNewestCommitOfEachShard() throws Exception {
        try (var collector = collector(1)) {
            collector.open();
            checkpoint(collector, 1);
            collector.processElement(of(shard(1, 10)), 0);
            collector.processElement(of(shard(0, 20)), 0);
            checkpoint(collector, 2);
            collector.processElement(of(shard(1, 30)), 0);
            checkpoint(collector, 3);

            List<IndexCommit> commits = collector.extractOutputValues();
            assertThat(commits).extracting(IndexCommit::checkpointId).containsExactly(1L, 2L, 3L);
            assertThat(commits.get(1).shards()).containsExactly(shard(0, 20), shard(1, 10));
            assertThat(commits.get(2).shards()).containsExactly(shard(0, 20), shard(1, 30));
            assertThat(commits)
                    .extracting(IndexCommit::attempt)
                    .containsOnly(commits.getFirst().attempt());
        }
    }

    @Test
    void shouldAnnounceOnlyWhatHasChanged() throws Exception {
        try (var collector = collector(1)) {
            collector.open();
            collector.processElement(of(shard(0, 20)), 0);
            checkpoint(collector, 1);
            checkpoint(collector, 2);

            assertThat(collector.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void shouldGoOnFromItsCheckpoint() throws Exception {
        OperatorSubtaskState state;
        try (var first = collector(1)) {
            first.open();
            first.processElement(of(shard(0, 20)), 0);
            first.processElement(of(shard(1, 10)), 0);
            state = checkpoint(first, 1);
            first.processElement(of(shard(0, 99)), 0); // of a checkpoint that never completes
        }
        try (var second = collector(1)) {
            second.initializeState(state);
            second.open();
            checkpoint(second, 2); // says again what may have been lost with the first attempt
            second.processElement(of(shard(1, 30)), 0);
            checkpoint(second, 3);
            checkpoint(second, 4);

            assertThat(second.extractOutputValues())
                    .extracting(IndexCommit::shards)
                    .containsExactly(List.of(shard(0, 20), shard(1, 10)), List.of(shard(0, 20), shard(1, 30)));
        }
    }

    /** The caller takes it from the newest announcement, and there is none yet where the first one is still to come. */
    @Test
    void shouldKeepTheGenerationOfItsCheckpointWhateverItIsTold() throws Exception {
        OperatorSubtaskState state;
        try (var first = collector(1)) {
            first.open();
            state = checkpoint(first, 1);
        }
        try (var second = collector(0)) {
            second.initializeState(state);
            second.open();
            second.processElement(of(shard(0, 20)), 0);
            checkpoint(second, 2);

            assertThat(second.extractOutputValues())
                    .extracting(IndexCommit::generation)
                    .containsExactly(1L);
        }
    }

    private static OneInputStreamOperatorTestHarness<IndexCommit, IndexCommit> collector(long generation)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(new CommitCollector(VERSION, generation));
        harness.setup(new IndexCommitSerializer());
        return harness;
    }

    private static OperatorSubtaskState checkpoint(
            OneInputStreamOperatorTestHarness<IndexCommit, IndexCommit> collector, long id) throws Exception {
        collector.prepareSnapshotPreBarrier(id);
        return collector.snapshot(id, id);
    }

    private static IndexCommit of(ShardCommit shard) {
        return new IndexCommit(VERSION, 1, 1, "attempt", Instant.EPOCH, List.of(shard));
    }

    private static ShardCommit shard(int shard, long nextOffset) {
        return new ShardCommit(shard, "key", Sha256.of(new byte[0]), 1, nextOffset, Instant.EPOCH);
    }
}
