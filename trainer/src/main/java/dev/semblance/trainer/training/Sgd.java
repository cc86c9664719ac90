package dev.semblance.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Stochastic gradient descent with momentum: {@code v = 0.9 v + gradient; weight -= rate v}. */
final class Sgd extends GradientStep {
    private static final float MOMENTUM = 0.9f;

    private final float decay;

    Sgd(float decay) {
        this.decay = decay;
    }

    @Override
    NDList create(NDArray weight) {
        return new NDList(weight.zerosLike());
    }

    @Override
    void step(NDArray weight, NDArray gradient, NDList state, float rate) {
        if (decay > 0) {
            try (NDArray pull = weight.mul(decay)) {
                gradient.addi(pull);
            }
        }
        NDArray velocity = state.singletonOrThrow().muli(MOMENTUM).addi(gradient);
        try (NDArray move = velocity.mul(rate)) {
            weight.subi(move);
        }
    }
}
