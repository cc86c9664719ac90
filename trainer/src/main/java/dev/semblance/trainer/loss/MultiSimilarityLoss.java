package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Multi-similarity loss (Wang et al., "Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning",
 * 2019) over cosine distances, with the formula of TensorFlow Similarity 0.17. For anchor {@code i}, with distances
 * {@code d}, the nearest negative at {@code n} and the farthest positive at {@code p}:
 *
 * <pre>
 * P = positives j with d[i,j] > n - epsilon
 * N = negatives j with d[i,j] < p + epsilon
 * s = d + lmda - center
 * L = ln(1 + sum over P of exp(alpha s)) / alpha + ln(1 + sum over N of exp(-beta s)) / beta
 * </pre>
 *
 * and {@code L = 0} where {@code P} or {@code N} is empty. The loss of a batch is the mean over all its anchors.
 *
 * @param alpha weight of positives
 * @param beta weight of negatives
 * @param epsilon margin within which pairs are mined
 * @param lmda offset of the distance
 * @param center of the distance
 */
public record MultiSimilarityLoss(float alpha, float beta, float epsilon, float lmda, float center) {
    /** Alpha 2, beta 40, epsilon 0.1, lmda 0.5, center 1. */
    public static final MultiSimilarityLoss DEFAULT = new MultiSimilarityLoss(2, 40, 0.1f, 0.5f, 1);

    /** Above any cosine distance. */
    private static final float FAR = 4;
    /** How far beyond the row's extremes an anchor without positives or negatives takes them to be. */
    private static final float NOISE = 1e-6f;

    private static final int[] COLUMNS = {1};

    /** The mean over the anchors, a scalar. */
    public NDArray ofBatch(NDArray labels, NDArray embeddings) {
        return perAnchor(labels, embeddings).mean();
    }

    /**
     * The loss of each anchor.
     *
     * @param labels classes, {@code [batch]}, int32
     * @param embeddings unit vectors, {@code [batch, dimension]}, float32
     * @return {@code [batch, 1]}, float32
     */
    NDArray perAnchor(NDArray labels, NDArray embeddings) {
        long batch = labels.size();
        NDArray distances =
                embeddings.matMul(embeddings.transpose()).mul(-1).add(1).maximum(0);
        NDArray same = labels.reshape(batch, 1).eq(labels.reshape(1, batch)).toType(DataType.FLOAT32, false);
        NDArray negatives = same.mul(-1).add(1);
        NDArray positives = same.sub(labels.getManager().eye((int) batch));

        // Mining picks pairs; no gradient flows through the choice.
        NDArray fixed = distances.stopGradient();
        NDArray keptPositives =
                positives.mul(fixed.gt(nearest(fixed, negatives).sub(epsilon)).toType(DataType.FLOAT32, false));
        NDArray keptNegatives =
                negatives.mul(fixed.lt(farthest(fixed, positives).add(epsilon)).toType(DataType.FLOAT32, false));
        NDArray mined = any(keptPositives).mul(any(keptNegatives));

        NDArray shifted = distances.add(lmda - center);
        NDArray pull = logOfOnePlusExp(shifted.mul(alpha), keptPositives).div(alpha);
        NDArray push = logOfOnePlusExp(shifted.mul(-beta), keptNegatives).div(beta);
        return pull.add(push).mul(mined);
    }

    private static NDArray nearest(NDArray distances, NDArray mask) {
        NDArray none = distances.max(COLUMNS, true).add(NOISE);
        return select(any(mask), distances.add(mask.mul(-FAR).add(FAR)).min(COLUMNS, true), none);
    }

    private static NDArray farthest(NDArray distances, NDArray mask) {
        NDArray none = distances.min(COLUMNS, true).sub(NOISE);
        return select(any(mask), distances.sub(mask.mul(-FAR).add(FAR)).max(COLUMNS, true), none);
    }

    private static NDArray select(NDArray condition, NDArray yes, NDArray no) {
        return condition.mul(yes).add(condition.mul(-1).add(1).mul(no));
    }

    /** 1 for each row of the mask that has a 1, else 0: {@code [batch, 1]}. */
    private static NDArray any(NDArray mask) {
        return mask.max(COLUMNS, true);
    }

    /** {@code ln(1 + sum of exp(x) where the mask is 1)} of each row, shifted by the largest term against overflow. */
    private static NDArray logOfOnePlusExp(NDArray exponents, NDArray mask) {
        NDArray shift = exponents.stopGradient().max(COLUMNS, true).maximum(0);
        return exponents
                .sub(shift)
                .exp()
                .mul(mask)
                .sum(COLUMNS, true)
                .add(shift.neg().exp())
                .log()
                .add(shift);
    }
}
