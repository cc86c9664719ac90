package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MinedTest {
    private final Tensors tensors = new Tensors();

    @AfterEach
    void close() {
        tensors.close();
    }

    @Test
    void shouldTakeTheExtremesThatTheMaskLeaves() {
        NDArray distances = tensors.rows(4, 0.1f, 0.7f, 0.3f, 0.9f);
        NDArray mask = mask(4, 0, 1, 1, 0);

        Mined nearest = Mined.nearest(distances, mask);
        Mined farthest = Mined.farthest(distances, mask);

        assertThat(nearest.values().toFloatArray()).containsExactly(0.3f);
        assertThat(nearest.columns().toLongArray()).containsExactly(2);
        assertThat(farthest.values().toFloatArray()).containsExactly(0.7f);
        assertThat(farthest.columns().toLongArray()).containsExactly(1);
    }

    @Test
    void shouldTakeTheFirstOfEqualsAndShareTheGradient() {
        NDArray distances = tensors.rows(4, 0.5f, 0.5f, 0.5f, 0.8f);
        NDArray mask = mask(4, 0, 1, 1, 1);

        assertThat(Mined.nearest(distances, mask).columns().toLongArray()).containsExactly(1);
        assertThat(tensors.gradient(distances, row -> Mined.nearest(row, mask).values()))
                .containsExactly(0, 0.5f, 0.5f, 0);
    }

    @Test
    void shouldLieBeyondTheRowWhenTheMaskLeavesNothing() {
        NDArray distances = tensors.rows(3, 0.5f, 0.25f, 0.75f);
        NDArray mask = mask(3, 0, 0, 0);

        Mined nearest = Mined.nearest(distances, mask);
        Mined farthest = Mined.farthest(distances, mask);

        assertThat(nearest.values().toFloatArray()).containsExactly(new float[] {0.750001f}, within(1e-7f));
        assertThat(farthest.values().toFloatArray()).containsExactly(new float[] {0.249999f}, within(1e-7f));
        assertThat(nearest.columns().toLongArray()).containsExactly(0);
        assertThat(farthest.columns().toLongArray()).containsExactly(0);
        assertThat(tensors.gradient(distances, row -> Mined.farthest(row, mask).values()))
                .containsExactly(0, 1, 0);
        assertThat(tensors.gradient(distances, row -> Mined.nearest(row, mask).values()))
                .containsExactly(0, 0, 1);
    }

    @Test
    void shouldSumExponentsOfWhatTheMaskLeavesOnly() {
        NDArray exponents = tensors.rows(3, 1, 2, 500, 1, 2, 500, -300, -200, -100);
        NDArray mask = mask(3, 1, 1, 0, 0, 0, 0, 1, 1, 1);

        assertThat(Mined.logOfOnePlusExp(exponents, mask).toFloatArray())
                .containsExactly(new float[] {(float) Math.log(1 + Math.exp(1) + Math.exp(2)), 0, 0}, within(1e-6f));
    }

    @Test
    void shouldNotOverflowForLargeExponents() {
        NDArray exponents = tensors.rows(2, 1000, 1000);

        assertThat(Mined.logOfOnePlusExp(exponents, mask(2, 1, 1)).toFloatArray())
                .containsExactly(new float[] {(float) (1000 + Math.log(2))}, within(1e-3f));
        assertThat(tensors.gradient(exponents, row -> Mined.logOfOnePlusExp(row, mask(2, 1, 1))))
                .containsExactly(0.5f, 0.5f);
    }

    private NDArray mask(int columns, float... values) {
        return tensors.rows(columns, values).toType(DataType.BOOLEAN, true);
    }
}
