package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import dev.semblance.trainer.training.OptimizerSpec.Kind;
import org.junit.jupiter.api.Test;

/** There is no second device here: arrays on the same one stand in for mirrors. */
class MirroredWeightsTest {
    @Test
    void shouldAddUpGradientsAndBringMirrorsAlong() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block network = Linear.builder().setUnits(1).optBias(false).build();
            network.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
            String id = network.getParameters().valueAt(0).getId();
            NDArray[] weights = {manager.create(new float[] {1, 2}), manager.create(new float[] {1, 2})};
            NDArray[] gradients = {manager.create(new float[] {1, 0}), manager.create(new float[] {2, -4})};
            Schedule fixed = new Schedule(Schedule.Shape.FIXED, 0, 0);
            MirroredWeights mirrored =
                    new MirroredWeights(network, new OptimizerSpec(Kind.SGD, 0.5, 0, fixed).create());

            mirrored.begin(0.5);
            mirrored.update(id, gradients, weights);

            // 1 - 0.5 (1 + 2), 2 - 0.5 (0 - 4)
            assertThat(weights[0].toFloatArray()).containsExactly(-0.5f, 4);
            assertThat(weights[1].toFloatArray()).containsExactly(-0.5f, 4);
            assertThat(gradients[0].toFloatArray()).containsExactly(0, 0);
            assertThat(gradients[1].toFloatArray()).containsExactly(0, 0);
        }
    }
}
