package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassBalancedSamplerTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    /** Classes of 4, 6 and 3 examples. */
    private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 1, 1};

    @Test
    void shouldDrawAsManyOfEachClass() {
        ClassBalancedSampler sampler = new ClassBalancedSampler(LABELS, 2, 3, 7);

        for (int i = 0; i < 50; i++) {
            int[] labels = labels(sampler.next());
            assertThat(labels).hasSize(6).startsWith(labels[0], labels[0], labels[0]);
            assertThat(labels).endsWith(labels[3], labels[3], labels[3]);
            assertThat(labels[3]).isNotEqualTo(labels[0]);
        }
    }

    @Test
    void shouldGiveEveryExampleItsTurnBeforeAnyComesAgain() {
        ClassBalancedSampler sampler = new ClassBalancedSampler(LABELS, 3, 2, 7);
        List<Integer> ofClass1 = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Arrays.stream(sampler.next()).filter(at -> LABELS[at] == 1).forEach(ofClass1::add);
        }

        assertThat(ofClass1.subList(0, 6)).containsExactlyInAnyOrder(1, 4, 7, 10, 11, 12);
        assertThat(ofClass1.subList(6, 12)).containsExactlyInAnyOrder(1, 4, 7, 10, 11, 12);
    }

    @Test
    void shouldDrawAllClassesOverTime() {
        ClassBalancedSampler sampler = new ClassBalancedSampler(LABELS, 2, 2, 7);
        int[] counts = new int[3];
        for (int i = 0; i < 300; i++) {
            Arrays.stream(sampler.next()).forEach(at -> counts[LABELS[at]]++);
        }

        // 400 each on average; the standard deviation of a class is 2 * sqrt(300 * 2/3 * 1/3) = 16.
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(320, 480));
    }

    @Test
    void shouldRepeatWithTheSeed() {
        assertThat(batches(1)).isDeepEqualTo(batches(1));
        assertThat(Arrays.deepEquals(batches(1), batches(2))).isFalse();
    }

    @Test
    void shouldTakeAllClassesWhereThereAreFewer() {
        ClassBalancedSampler sampler = new ClassBalancedSampler(LABELS, 10, 2, 7);

        assertThat(sampler.batchSize()).isEqualTo(6);
        assertThat(labels(sampler.next())).containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2);
    }

    @Test
    void shouldRepeatExamplesOfAClassSmallerThanItsShare() {
        int[] batch = new ClassBalancedSampler(LABELS, 3, 6, 7).next();

        assertThat(Arrays.stream(batch).filter(at -> LABELS[at] == 2).sorted()).containsExactly(2, 2, 5, 5, 8, 8);
    }

    @Test
    void shouldRefuseWhatGivesNoPairs() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassBalancedSampler(LABELS, 1, 2, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassBalancedSampler(LABELS, 2, 1, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassBalancedSampler(new int[] {0, 0}, 2, 2, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassBalancedSampler(new int[0], 2, 2, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassBalancedSampler(new int[] {0, -1}, 2, 2, 7));
    }

    @Test
    void shouldPassOverClassesWithoutExamples() {
        int[] batch = new ClassBalancedSampler(new int[] {0, 5, 5, 0, 3, 3}, 6, 2, 7).next();

        assertThat(batch).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }

    /** 4 examples in batches of 3: two of three batches run over the end of the deck. */
    @Test
    void shouldRepeatNoExampleWithinABatchOfALargeEnoughClass() {
        for (int round = 0; round < 50; round++) {
            long seed = SEED + round;
            ClassBalancedSampler sampler = new ClassBalancedSampler(new int[] {0, 0, 0, 0, 1, 1, 1, 1}, 2, 3, seed);
            List<Integer> ofClass0 = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int[] batch = sampler.next();
                assertThat(batch).as("seed %d", seed).doesNotHaveDuplicates();
                Arrays.stream(batch).filter(at -> at < 4).forEach(ofClass0::add);
            }
            for (int from = 0; from < ofClass0.size(); from += 4) {
                assertThat(ofClass0.subList(from, from + 4)).as("seed %d", seed).containsExactlyInAnyOrder(0, 1, 2, 3);
            }
        }
    }

    @Test
    void shouldGoOnAfterSkippingAsIfBatchesHadBeenDrawn() {
        ClassBalancedSampler drawn = new ClassBalancedSampler(LABELS, 2, 3, SEED);
        ClassBalancedSampler skipped = new ClassBalancedSampler(LABELS, 2, 3, SEED);
        for (int i = 0; i < 17; i++) {
            drawn.next();
        }
        skipped.skip(17);

        for (int i = 0; i < 20; i++) {
            assertThat(skipped.next()).as("seed %d", SEED).containsExactly(drawn.next());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> skipped.skip(-1));
    }

    @Test
    void shouldDrawFromThePoolOnly() {
        ExamplePool pool = ExamplePool.of(LABELS).slice(5); // 2 examples of class 0, 4 of class 1, 2 of class 2
        ClassBalancedSampler sampler = new ClassBalancedSampler(pool, 3, 2, SEED);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Arrays.stream(sampler.next()).forEach(seen::add);
        }

        assertThat(seen).as("seed %d", SEED).containsExactlyInAnyOrder(5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void shouldLabelByPosition() {
        ClassBalancedSampler sampler =
                new ClassBalancedSampler(ExamplePool.of(LABELS).slice(5), 3, 2, SEED);

        assertThat(sampler.labels(new int[] {5, 6, 12, 0})).containsExactly(2, 0, 1, 0);
    }

    private static int[][] batches(long seed) {
        ClassBalancedSampler sampler = new ClassBalancedSampler(LABELS, 2, 2, seed);
        int[][] batches = new int[10][];
        Arrays.setAll(batches, i -> sampler.next());
        return batches;
    }

    private static int[] labels(int[] positions) {
        return Arrays.stream(positions).map(at -> LABELS[at]).toArray();
    }
}
