package dev.semblance.trainer.training;

/**
 * What turns gradients into steps.
 *
 * @param kind of optimizer
 * @param learningRate at its highest, above 0
 * @param weightDecay 0 or more; with {@link Kind#ADAM} and {@link Kind#SGD} added to the gradient, with
 *     {@link Kind#ADAMW} taken off the weights (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019)
 * @param schedule of the learning rate
 */
public record OptimizerSpec(Kind kind, double learningRate, double weightDecay, Schedule schedule) {
    /** The optimizers there are. */
    public enum Kind {
        /** Kingma and Ba, 2015; betas 0.9 and 0.999, epsilon 1e-7 as Keras has it. */
        ADAM,
        /** Adam with decoupled weight decay. */
        ADAMW,
        /** Gradient descent with momentum 0.9. */
        SGD
    }

    public OptimizerSpec {
        if (!(learningRate > 0 && learningRate <= 10)) {
            throw new IllegalArgumentException("the learning rate is above 0 and at most 10, not " + learningRate);
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new IllegalArgumentException("the weight decay is 0 to 1, not " + weightDecay);
        }
    }

    GradientStep create() {
        float decay = (float) weightDecay;
        return switch (kind) {
            case ADAM -> new Adam(decay, false);
            case ADAMW -> new Adam(decay, true);
            case SGD -> new Sgd(decay);
        };
    }
}
