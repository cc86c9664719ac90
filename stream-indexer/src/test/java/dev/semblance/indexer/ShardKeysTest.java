package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardKeysTest {
    private static final int GROUPS = IndexJob.MAX_PARALLELISM;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 127, 128, 129, 200, 1_024})
    void shouldGiveEachShardAKeyOfItsOwn(int shards) {
        assertThat(ShardKeys.spread(shards, GROUPS)).hasSize(shards).doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveEachShardASubtaskWhereThereAreEnough() {
        for (int shards = 1; shards <= GROUPS; shards++) {
            List<Integer> subtasks = subtasks(shards, shards);

            assertThat(subtasks)
                    .as("%d shards", shards)
                    .isEqualTo(IntStream.range(0, shards).boxed().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 2", "6, 2", "6, 3", "5, 2", "8, 3", "12, 5", "100, 8", "200, 8", "1024, 128"})
    void shouldSpreadTheShardsEvenly(int shards, int parallelism) {
        List<Integer> subtasks = subtasks(shards, parallelism);
        int[] counts = new int[parallelism];
        subtasks.forEach(subtask -> counts[subtask]++);

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(
                        count -> assertThat(count).isBetween(shards / parallelism, Math.ceilDiv(shards, parallelism)));
    }

    private static List<Integer> subtasks(int shards, int parallelism) {
        return Arrays.stream(ShardKeys.spread(shards, GROUPS))
                .mapToObj(key -> KeyGroupRangeAssignment.assignKeyToParallelOperator(key, GROUPS, parallelism))
                .toList();
    }
}
