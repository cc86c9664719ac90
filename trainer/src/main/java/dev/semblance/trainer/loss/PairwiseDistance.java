package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.GradientSafe;

/**
 * {@link Distance} of all queries from all keys at once, with gradients that are finite wherever the embeddings are:
 * where a floor holds the value there is none.
 */
final class PairwiseDistance {
    private static final int[] ROWS = {1};
    private static final int[] VALUES = {2};

    private PairwiseDistance() {}

    /**
     * The distances.
     *
     * @param queries {@code [queries, dimension]}, float32
     * @param keys {@code [keys, dimension]}, float32
     * @return {@code [queries, keys]}; Manhattan takes {@code queries * keys * dimension} values of memory on the way,
     *     the others no more than the result
     */
    static NDArray between(Distance distance, NDArray queries, NDArray keys) {
        return switch (distance) {
            case COSINE -> GradientSafe.atLeast(products(queries, keys).neg().add(1), 0);
            case EUCLIDEAN -> euclidean(queries, keys);
            case SQUARED_EUCLIDEAN -> GradientSafe.atLeast(squared(queries, keys), 0);
            case MANHATTAN -> manhattan(queries, keys);
            case SNR -> noiseToSignal(queries, keys);
            case INNER_PRODUCT -> products(queries, keys).neg();
        };
    }

    /** {@code q.k} of all pairs. */
    private static NDArray products(NDArray queries, NDArray keys) {
        return queries.matMul(keys.transpose());
    }

    /** {@code q.q - 2 q.k + k.k}, which may fall below 0 by float32 noise. */
    private static NDArray squared(NDArray queries, NDArray keys) {
        NDArray ofKeys = keys.square().sum(ROWS).reshape(1, -1);
        return products(queries, keys)
                .mul(GradientSafe.constant(queries, -2))
                .add(queries.square().sum(ROWS, true))
                .add(ofKeys);
    }

    private static NDArray euclidean(NDArray queries, NDArray keys) {
        NDArray squared = squared(queries, keys);
        // The floor keeps the square root from an infinite slope at 0.
        NDArray root = GradientSafe.atLeast(squared, Distance.NEGLIGIBLE_SQUARE).sqrt();
        return root.mul(squared.gte((float) Distance.NEGLIGIBLE_SQUARE));
    }

    private static NDArray manhattan(NDArray queries, NDArray keys) {
        long dimension = queries.getShape().get(1);
        return queries.reshape(-1, 1, dimension)
                .sub(keys.reshape(1, -1, dimension))
                .abs()
                .sum(VALUES);
    }

    /** The variance of a difference is the mean squared distance of what is left when the means are taken off. */
    private static NDArray noiseToSignal(NDArray queries, NDArray keys) {
        NDArray centred = centred(queries);
        NDArray noise = GradientSafe.atLeast(squared(centred, centred(keys)), 0)
                .div(GradientSafe.constant(queries, (double) queries.getShape().get(1)));
        NDArray signal = GradientSafe.atLeast(centred.square().mean(ROWS, true), Distance.LEAST_SIGNAL);
        return noise.div(signal);
    }

    private static NDArray centred(NDArray rows) {
        return rows.sub(rows.mean(ROWS, true));
    }
}
