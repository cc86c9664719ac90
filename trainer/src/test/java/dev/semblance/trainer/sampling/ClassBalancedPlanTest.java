package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassBalancedPlanTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    /** 20 examples of each of 5 classes, class by class. */
    private static final int[] LABELS = labels();

    private static final ClassBalancedPlan PLAN = ClassBalancedPlan.of(3, 4, 10);

    private static int[] labels() {
        int[] labels = new int[100];
        Arrays.setAll(labels, i -> i / 20);
        return labels;
    }

    @Test
    void shouldDrawFromEverythingByDefault() {
        assertThat(PLAN.pool(LABELS, SEED).size()).isEqualTo(100);
        assertThat(PLAN.sampler(LABELS, SEED).batchSize()).isEqualTo(12);
    }

    @Test
    void shouldShuffleThePoolSoThatASliceHasSeveralClasses() {
        int[] labels = PLAN.pool(LABELS, SEED).slice(0, 20).labels();

        // One class only has a probability of 1e-20.
        assertThat(Arrays.stream(labels).distinct().count()).as("seed %d", SEED).isGreaterThan(1);
    }

    @Test
    void shouldDrawFromTheGivenClassesAndTotals() {
        ClassBalancedPlan plan = PLAN.withClasses(Set.of(1, 3, 4)).withTotalPerClass(6);
        Set<Integer> pool = new HashSet<>();
        Arrays.stream(plan.pool(LABELS, SEED).positions()).forEach(pool::add);
        assertThat(pool).hasSize(18);

        ClassBalancedSampler sampler = plan.sampler(LABELS, SEED);
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 3; i++) { // 12 draws of 6 examples
            int[] batch = sampler.next();
            assertThat(sampler.labels(batch)).contains(1, 3, 4).doesNotContain(0, 2);
            Arrays.stream(batch).forEach(drawn::add);
        }
        assertThat(drawn).as("seed %d", SEED).isEqualTo(pool);
    }

    @Test
    void shouldRepeatWithTheSeed() {
        assertThat(PLAN.sampler(LABELS, 1).next())
                .containsExactly(PLAN.sampler(LABELS, 1).next());
        assertThat(PLAN.sampler(LABELS, 1).next())
                .isNotEqualTo(PLAN.sampler(LABELS, 2).next());
    }

    @Test
    void shouldRefuseWhatGivesNoBatches() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClassBalancedPlan.of(1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassBalancedPlan.of(2, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassBalancedPlan.of(2, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.withTotalPerClass(0));
    }
}
