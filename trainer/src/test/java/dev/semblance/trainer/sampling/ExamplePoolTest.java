package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ExamplePoolTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);

    private final ExamplePool pool = ExamplePool.of(new int[] {2, 0, 2, 1, 0, 2});

    @Test
    void shouldHoldEveryExample() {
        assertThat(pool.size()).isEqualTo(6);
        assertThat(pool.positions()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(pool.labels()).containsExactly(2, 0, 2, 1, 0, 2);
    }

    @Test
    void shouldSlice() {
        assertThat(pool.slice(1, 3).positions()).containsExactly(1, 2, 3);
        assertThat(pool.slice(1, 3).labels()).containsExactly(0, 2, 1);
        assertThat(pool.slice(1, 3).slice(1, 1).positions()).containsExactly(2);
        assertThat(pool.slice(6, 2).size()).isZero();
        assertThat(pool.slice(0, 0).size()).isZero();
        assertThat(pool.slice(4, 3).positions()).containsExactly(4, 5);
    }

    /** In the reference, a slice to the end lacks the last example, and is empty unless it begins at 0. */
    @Test
    void shouldSliceToTheEnd() {
        assertThat(pool.slice(0).positions()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(pool.slice(4).positions()).containsExactly(4, 5);
        assertThat(pool.slice(6).size()).isZero();
    }

    @Test
    void shouldRefuseSlicesThatBeginOutside() {
        assertThatIllegalArgumentException().isThrownBy(() -> pool.slice(-1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> pool.slice(7, 1)).withMessageContaining("7");
        assertThatIllegalArgumentException().isThrownBy(() -> pool.slice(0, -1)).withMessageContaining("-1");
    }

    @Test
    void shouldKeepTheClassesThatAreAskedFor() {
        assertThat(pool.ofClasses(Set.of(0, 1)).positions()).containsExactly(1, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.ofClasses(Set.of(0, 3)))
                .withMessageContaining("class 3");
    }

    @Test
    void shouldLimitEachClassToARandomChoiceOfIt() {
        int[] labels = new int[300];
        for (int i = 0; i < 300; i++) {
            labels[i] = i < 200 ? 0 : 1;
        }
        ExamplePool limited = ExamplePool.of(labels).limitedPerClass(150, SEED);

        assertThat(limited.labels()).as("seed %d", SEED).containsExactly(labelled(150, 100));
        assertThat(limited.positions()).as("seed %d", SEED).isSorted().doesNotHaveDuplicates();
        // All 150 from the first 190 of 200 has a probability of 3e-7.
        assertThat(limited.positions()[149]).as("seed %d", SEED).isGreaterThanOrEqualTo(190);
        assertThat(limited.positions())
                .containsExactly(positions(labels, SEED))
                .isNotEqualTo(positions(labels, SEED + 1));
    }

    private static int[] positions(int[] labels, long seed) {
        return ExamplePool.of(labels).limitedPerClass(150, seed).positions();
    }

    private static int[] labelled(int zeros, int ones) {
        int[] labels = new int[zeros + ones];
        for (int i = zeros; i < labels.length; i++) {
            labels[i] = 1;
        }
        return labels;
    }

    @Test
    void shouldShuffleAllOfIt() {
        assertThat(pool.shuffled(SEED).positions()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(pool.shuffled(SEED).positions())
                .containsExactly(pool.shuffled(SEED).positions());
        int[] many = new int[100];
        assertThat(ExamplePool.of(many).shuffled(1).positions())
                .isNotEqualTo(ExamplePool.of(many).shuffled(2).positions())
                .isNotEqualTo(ExamplePool.of(many).positions());
    }

    @Test
    void shouldKeepItsOwnCopy() {
        int[] labels = {0, 1};
        ExamplePool own = ExamplePool.of(labels);
        labels[0] = 7;
        own.positions()[0] = 9;

        assertThat(own.labels()).containsExactly(0, 1);
        assertThat(own.positions()).containsExactly(0, 1);
    }
}
