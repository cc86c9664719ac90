package dev.semblance.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.service.QueryClient.Index;
import dev.semblance.standalone.service.QueryClient.Shard;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final Index BASE = index(2, 7, 10, 20);

    @Test
    void shouldSeeACommitOfAnEarlierCheckpoint() {
        assertThat(Order.isBefore(index(2, 6, 10, 20), BASE)).isTrue();
    }

    @Test
    void shouldSeeACommitThatHoldsLessOfOneShard() {
        assertThat(Order.isBefore(index(2, 8, 11, 19), BASE)).isTrue();
        assertThat(Order.isBefore(index(3, 1, 9, 20), BASE))
                .as("of another build, too")
                .isTrue();
    }

    @Test
    void shouldSeeAShardThatIsGone() {
        Index one = new Index(2, 8, 10, List.of(new Shard(0, 10, 10)));

        assertThat(Order.isBefore(one, BASE)).isTrue();
    }

    @Test
    void shouldLetPassTheSameAndLaterCommits() {
        assertThat(Order.isBefore(BASE, BASE)).isFalse();
        assertThat(Order.isBefore(index(2, 8, 10, 21), BASE)).isFalse();
        assertThat(Order.isBefore(index(3, 1, 10, 20), BASE))
                .as("a new build counts its checkpoints anew")
                .isFalse();
    }

    private static Index index(long generation, long checkpoint, long... nextOffsets) {
        return new Index(
                generation, checkpoint, 5, List.of(new Shard(0, nextOffsets[0], 3), new Shard(1, nextOffsets[1], 2)));
    }
}
