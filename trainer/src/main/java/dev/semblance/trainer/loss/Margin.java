package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.model.GradientSafe;

/** What a difference of distances that should be well below 0 costs. */
sealed interface Margin {
    /** Of differences, {@code [anchors, 1]}, elementwise. */
    NDArray cost(NDArray differences);

    /**
     * {@code max(z + width, 0)}.
     *
     * @param width 0 or more
     */
    record Hard(float width) implements Margin {
        @Override
        public NDArray cost(NDArray differences) {
            return GradientSafe.atLeast(differences.add(width), 0);
        }
    }

    /** {@code ln(1 + e^z)}. */
    record Soft() implements Margin {
        @Override
        public NDArray cost(NDArray differences) {
            return Mined.logOfOnePlusExp(differences, differences.eq(differences));
        }
    }
}
