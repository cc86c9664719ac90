package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.GradientSafe;

/**
 * Circle loss (Sun et al., "Circle Loss: A Unified Perspective of Pair Similarity Optimization", 2020) over distances
 * of 0 to 2, with the formula of TensorFlow Similarity:
 *
 * <pre>
 * L = ln(1 + sum over positives of exp(gamma max(d + m, 0) (d - m)))
 *   + ln(1 + sum over negatives of exp(gamma max(1 + m - d, 0) (1 - m - d)))
 * </pre>
 *
 * with margin {@code m}, and {@code L = 0} where there are no positives or no negatives. The gradient flows through the
 * weights {@code max(...)} too.
 */
final class CircleLoss extends PairwiseLoss {
    private static final int[] COLUMNS = {1};

    private final float gamma;
    private final float margin;

    CircleLoss(Distance distance, float gamma, float margin) {
        super("circle", distance);
        this.gamma = gamma;
        this.margin = margin;
    }

    @Override
    NDArray of(Pairs pairs) {
        NDArray distances = pairs.distances();
        NDArray scale = GradientSafe.constant(distances, gamma);
        NDArray pull = GradientSafe.atLeast(distances.add(margin), 0)
                .mul(distances.sub(margin))
                .mul(scale);
        NDArray reversed = distances.neg();
        NDArray push = GradientSafe.atLeast(reversed.add(1 + margin), 0)
                .mul(reversed.add(1 - margin))
                .mul(scale);
        NDArray both = any(pairs.positives()).logicalAnd(any(pairs.negatives()));
        return Mined.logOfOnePlusExp(pull, pairs.positives())
                .add(Mined.logOfOnePlusExp(push, pairs.negatives()))
                .mul(both);
    }

    private static NDArray any(NDArray mask) {
        return mask.sum(COLUMNS, true).gt(0);
    }
}
