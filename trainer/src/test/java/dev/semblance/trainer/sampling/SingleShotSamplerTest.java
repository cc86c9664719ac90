package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleShotSamplerTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    private static final ExamplePool POOL = ExamplePool.of(new int[7]);

    @Test
    void shouldGiveEachExampleAClassOfItsOwn() {
        SingleShotSampler sampler = new SingleShotSampler(POOL, 3, 2, SEED);
        int[] batch = sampler.next();

        assertThat(sampler.batchSize()).isEqualTo(6);
        assertThat(batch).hasSize(6);
        assertThat(List.of(batch[0], batch[2], batch[4])).as("seed %d", SEED).doesNotHaveDuplicates();
        assertThat(List.of(batch[1], batch[3], batch[5])).containsExactly(batch[0], batch[2], batch[4]);
        assertThat(sampler.labels(batch)).containsExactly(batch);
    }

    @Test
    void shouldGiveEveryExampleItsTurnBeforeAnyComesAgain() {
        for (int round = 0; round < 50; round++) {
            long seed = SEED + round;
            SingleShotSampler sampler = new SingleShotSampler(POOL, 3, 2, seed);
            List<Integer> drawn = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                int[] batch = sampler.next();
                List<Integer> examples = List.of(batch[0], batch[2], batch[4]);
                assertThat(examples).as("seed %d", seed).doesNotHaveDuplicates();
                drawn.addAll(examples);
            }
            for (int from = 0; from < drawn.size(); from += 7) {
                assertThat(drawn.subList(from, from + 7))
                        .as("seed %d", seed)
                        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
            }
        }
    }

    @Test
    void shouldDrawFromThePoolOnly() {
        SingleShotSampler sampler = new SingleShotSampler(POOL.slice(5), 4, 3, SEED);

        assertThat(sampler.batchSize()).isEqualTo(6);
        assertThat(sampler.next()).containsExactlyInAnyOrder(5, 5, 5, 6, 6, 6);
    }

    @Test
    void shouldRepeatWithTheSeedAndSkip() {
        SingleShotSampler drawn = new SingleShotSampler(POOL, 3, 2, 1);
        SingleShotSampler skipped = new SingleShotSampler(POOL, 3, 2, 1);
        SingleShotSampler other = new SingleShotSampler(POOL, 3, 2, 2);
        for (int i = 0; i < 5; i++) {
            drawn.next();
        }
        skipped.skip(5);
        other.skip(5);
        List<Integer> expected = tenBatches(drawn);

        assertThat(tenBatches(skipped)).isEqualTo(expected);
        assertThat(tenBatches(other)).isNotEqualTo(expected);
    }

    private static List<Integer> tenBatches(Sampler sampler) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (int position : sampler.next()) {
                positions.add(position);
            }
        }
        return positions;
    }

    @Test
    void shouldRefuseWhatGivesNoPairs() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SingleShotSampler(POOL, 1, 2, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new SingleShotSampler(POOL, 2, 1, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new SingleShotSampler(POOL.slice(6), 2, 2, 7));
    }
}
