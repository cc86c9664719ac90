package dev.semblance.trainer.loss;

import dev.semblance.core.distance.Distance;

/**
 * A loss as text: {@code multi-similarity}, {@code triplet(positive=hard, negative=semi-hard, margin=0.5)},
 * {@code circle(gamma=80, distance=euclidean)}. What is not given has its default. Every loss takes {@code memory}, how
 * many examples a batch is compared with, itself included (0 for none beyond the batch), and {@code memory-warm-up},
 * for how many steps nothing is remembered.
 *
 * @param text with all parameters, in canonical form; two specifications of the same loss are equal
 */
public record LossSpec(String text) {
    /**
     * Reads a specification.
     *
     * @throws dev.semblance.core.OperatorException if there is no such loss or parameter, or a value is out of range
     */
    public LossSpec {
        LossParameters parameters = LossParameters.parse(text);
        parameters.create();
        text = parameters.toText();
    }

    /** A loss of its own, which has remembered nothing yet. */
    public MetricLoss create() {
        return LossParameters.parse(text).create();
    }

    /**
     * The distance that belongs to the embeddings that the loss trains. A model is published only with one that
     * {@linkplain Distance#isOrderedLikeCosine() orders like cosine}.
     */
    public Distance distance() {
        return LossParameters.parse(text).distance();
    }

    @Override
    public String toString() {
        return text;
    }
}
