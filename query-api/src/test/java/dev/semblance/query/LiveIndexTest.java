package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveIndexTest {
    private static final ModelVersion ONE = new ModelVersion("fashion", "1");

    @Test
    void shouldTakeEachNewCommitOfABuild() {
        assertThat(LiveIndex.replaces(commit(ONE, 1, 6, 10, 20), commit(ONE, 1, 5, 10, 19)))
                .isTrue();
        assertThat(LiveIndex.replaces(commit(ONE, 1, 5, 10, 20), commit(ONE, 1, 5, 10, 20)))
                .isFalse();
    }

    @Test
    void shouldServeTheOldBuildUntilANewOneHoldsAsMuch() {
        IndexCommit serving = commit(ONE, 1, 500, 10, 20);

        assertThat(LiveIndex.replaces(commit(ONE, 2, 1), serving)).as("empty").isFalse();
        assertThat(LiveIndex.replaces(commit(ONE, 2, 2, 30, 19), serving))
                .as("half-way")
                .isFalse();
        assertThat(LiveIndex.replaces(commit(ONE, 2, 3, 10, 20), serving))
                .as("as much")
                .isTrue();
    }

    /** A writer that was paused may announce what its successor has announced more of. */
    @Test
    void shouldTellACommitThatHoldsLess() {
        IndexCommit last = commit(ONE, 1, 6, 10, 20);

        assertThat(LiveIndex.holdsAsMuch(commit(ONE, 1, 7, 10, 20), last)).isTrue();
        assertThat(LiveIndex.holdsAsMuch(commit(ONE, 1, 7, 11, 19), last)).isFalse();
        assertThat(LiveIndex.holdsAsMuch(commit(ONE, 1, 7, 11), last)).isFalse();
    }

    @Test
    void shouldTakeAnotherVersionAsTheRolloutSays() {
        ModelVersion two = new ModelVersion("fashion", "2");

        assertThat(LiveIndex.replaces(commit(two, 1, 1, 1, 1), commit(ONE, 1, 500, 10, 20)))
                .isTrue();
    }

    private static IndexCommit commit(ModelVersion version, long generation, long checkpoint, long... nextOffsets) {
        Sha256 digest = Sha256.of(new byte[0]);
        List<ShardCommit> shards = IntStream.range(0, nextOffsets.length)
                .mapToObj(shard -> new ShardCommit(shard, "m", digest, 1, nextOffsets[shard], Instant.EPOCH))
                .toList();
        return new IndexCommit(version, generation, checkpoint, "a", Instant.EPOCH, shards);
    }
}
