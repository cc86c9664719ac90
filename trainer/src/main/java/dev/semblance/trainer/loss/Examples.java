package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Embeddings with their labels.
 *
 * @param labels {@code [examples]}, int64
 * @param embeddings {@code [examples, dimension]}, float32
 */
record Examples(NDArray labels, NDArray embeddings) {
    Examples {
        Shape shape = embeddings.getShape();
        if (shape.dimension() != 2 || shape.get(0) == 0 || labels.size() != shape.get(0)) {
            throw new IllegalArgumentException("a loss takes labels [batch] and embeddings [batch, dimension], not "
                    + labels.getShape() + " and " + shape);
        }
    }

    static Examples of(NDArray labels, NDArray embeddings) {
        return new Examples(labels.flatten().toType(DataType.INT64, false), embeddings);
    }

    long size() {
        return labels.size();
    }

    /** These, then those. */
    Examples and(Examples others) {
        return new Examples(labels.concat(others.labels), embeddings.concat(others.embeddings));
    }

    /** The embeddings at given positions. */
    NDArray embeddingsAt(NDArray positions) {
        long dimension = embeddings.getShape().get(1);
        return embeddings.gather(positions.reshape(-1, 1).broadcast(positions.size(), dimension), 0);
    }
}
