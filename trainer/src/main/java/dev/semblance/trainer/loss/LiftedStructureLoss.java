package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.GradientSafe;

/**
 * Lifted structure loss (Oh Song et al., "Deep Metric Learning via Lifted Structured Feature Embedding", 2016) as
 * TensorFlow Similarity computes it: with the mined positive of anchor {@code i} at distance {@code p} in column
 * {@code j[i]}, half of {@code p + ln(1 + sum of exp(margin - d))} over the negatives of the anchor among all keys and,
 * once more, among the keys {@code j}.
 */
final class LiftedStructureLoss extends PairwiseLoss {
    private final PositiveMining mining;
    private final float margin;

    LiftedStructureLoss(Distance distance, PositiveMining mining, float margin) {
        super("lifted-structure", distance);
        this.mining = mining;
        this.margin = margin;
    }

    @Override
    NDArray of(Pairs pairs) {
        Mined positive = mining.mine(pairs);
        NDArray distances = twice(pairs.distances(), positive);
        NDArray negatives = twice(pairs.negatives(), positive);
        NDArray sum =
                Mined.logOfOnePlusExp(distances.neg().add(margin), negatives).add(positive.values());
        return sum.div(GradientSafe.constant(sum, 2));
    }

    private static NDArray twice(NDArray matrix, Mined positive) {
        return matrix.concat(Mined.columns(matrix, positive.columns()), 1);
    }
}
