package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

/** That operands outlive the garbage collector is tested where the gradients are, in the trainer. */
class GradientSafeTest {
    @Test
    void shouldKeepValuesAtTheFloorAndAboveAndWhatIsNoNumber() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray values = manager.create(new float[] {-1, 0.5f, 2, Float.NaN});
            values.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray floored = GradientSafe.atLeast(values, 0.5);
                collector.backward(floored.sum());

                assertThat(floored.toFloatArray()).containsExactly(0.5f, 0.5f, 2, Float.NaN);
            }
            assertThat(values.getGradient().toFloatArray()).containsExactly(0, 1, 1, 1);
        }
    }

    @Test
    void shouldReplaceWhatWasMadeOfJavasMemory() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray owned = GradientSafe.owned(manager.create(new long[] {3, 1}));

            assertThat(owned.toLongArray()).containsExactly(3, 1);
            assertThat(manager.getManagedArrays()).containsExactly(owned);
        }
    }
}
