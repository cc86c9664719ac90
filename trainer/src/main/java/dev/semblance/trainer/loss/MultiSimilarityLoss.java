package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.GradientSafe;

/**
 * Multi-similarity loss (Wang et al., "Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning",
 * 2019), with the formula of TensorFlow Similarity 0.17. For anchor {@code i}, with distances {@code d}, the nearest
 * negative at {@code n} and the farthest positive at {@code p}:
 *
 * <pre>
 * P = positives j with d[i,j] > n - epsilon
 * N = negatives j with d[i,j] < p + epsilon
 * s = d + lmda - center
 * L = ln(1 + sum over P of exp(alpha s)) / alpha + ln(1 + sum over N of exp(-beta s)) / beta
 * </pre>
 *
 * and {@code L = 0} where {@code P} or {@code N} is empty.
 */
final class MultiSimilarityLoss extends PairwiseLoss {
    private static final int[] COLUMNS = {1};

    private final Weights weights;

    MultiSimilarityLoss(Distance distance, Weights weights) {
        super("multi-similarity", distance);
        this.weights = weights;
    }

    /**
     * The constants of the formula.
     *
     * @param alpha weight of positives, above 0
     * @param beta weight of negatives, above 0
     * @param epsilon margin within which pairs are mined, 0 or more
     * @param lmda offset of the distance
     * @param center of the distance
     */
    record Weights(float alpha, float beta, float epsilon, float lmda, float center) {}

    @Override
    NDArray of(Pairs pairs) {
        // Mining picks pairs; no gradient flows through the choice. An anchor without positives has its farthest at
        // minus infinity, so to speak, and one without negatives its nearest at plus infinity: nothing is near enough.
        NDArray fixed = pairs.distances().stopGradient();
        NDArray farthest = Mined.masked(fixed, pairs.positives(), -Mined.FAR).max(COLUMNS, true);
        NDArray nearest = Mined.masked(fixed, pairs.negatives(), Mined.FAR).min(COLUMNS, true);
        NDArray beyond = nearest.sub(weights.epsilon());
        NDArray within = farthest.add(weights.epsilon());
        NDArray positives = pairs.positives().logicalAnd(fixed.gt(beyond));
        NDArray negatives = pairs.negatives().logicalAnd(fixed.lt(within));
        NDArray mined = farthest.gt(beyond).logicalAnd(nearest.lt(within));

        NDArray shifted = pairs.distances().add(weights.lmda() - weights.center());
        NDArray alpha = GradientSafe.constant(shifted, weights.alpha());
        NDArray beta = GradientSafe.constant(shifted, weights.beta());
        NDArray pull = Mined.logOfOnePlusExp(shifted.mul(alpha), positives).div(alpha);
        NDArray push = Mined.logOfOnePlusExp(shifted.neg().mul(beta), negatives).div(beta);
        return pull.add(push).mul(mined);
    }
}
