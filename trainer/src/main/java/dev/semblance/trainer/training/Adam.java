package dev.semblance.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Adam, in the form that its authors give for speed (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015,
 * end of section 2), which is also that of Keras.
 */
final class Adam extends GradientStep {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    /** As in Keras. */
    private static final float EPSILON = 1e-7f;

    private final float decay;
    private final boolean decoupled;

    Adam(float decay, boolean decoupled) {
        this.decay = decay;
        this.decoupled = decoupled;
    }

    @Override
    NDList create(NDArray weight) {
        return new NDList(weight.zerosLike(), weight.zerosLike());
    }

    @Override
    void step(NDArray weight, NDArray gradient, NDList state, float rate) {
        if (decay > 0 && decoupled) {
            weight.muli(1 - rate * decay);
        } else if (decay > 0) {
            try (NDArray pull = weight.mul(decay)) {
                gradient.addi(pull);
            }
        }
        NDArray mean = state.get(0);
        NDArray variance = state.get(1);
        mean.muli(BETA_1);
        try (NDArray share = gradient.mul(1 - BETA_1)) {
            mean.addi(share);
        }
        variance.muli(BETA_2);
        try (NDArray share = gradient.mul(gradient)) {
            variance.addi(share.muli(1 - BETA_2));
        }
        double t = (double) steps();
        double correction = Math.sqrt(1 - Math.pow(BETA_2, t)) / (1 - Math.pow(BETA_1, t));
        try (NDArray scale = variance.sqrt();
                NDArray move = mean.div(scale.addi(EPSILON))) {
            weight.subi(move.muli(rate * correction));
        }
    }
}
