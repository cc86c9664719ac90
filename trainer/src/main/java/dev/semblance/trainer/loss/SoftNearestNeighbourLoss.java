package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.model.GradientSafe;

/**
 * Soft nearest neighbour loss (Frosst et al., "Analyzing and Improving Representations with the Soft Nearest Neighbor
 * Loss", 2019): {@code -ln(1e-9 + p)}, where {@code p} is the share of the positives in {@code exp(-d / temperature)}
 * of all keys but the anchor itself; 0 for an anchor without positives.
 */
final class SoftNearestNeighbourLoss extends PairwiseLoss {
    private static final float LEAST_SHARE = 1e-9f;
    private static final int[] COLUMNS = {1};

    private final float temperature;

    SoftNearestNeighbourLoss(Distance distance, float temperature) {
        super("soft-nearest-neighbour", distance);
        this.temperature = temperature;
    }

    @Override
    NDArray of(Pairs pairs) {
        NDArray others = pairs.positives().logicalOr(pairs.negatives());
        NDArray nearness = pairs.distances().neg().div(GradientSafe.constant(pairs.distances(), temperature));
        NDArray shares = Mined.masked(nearness, others, -Mined.FAR).softmax(1);
        NDArray ofPositives = shares.mul(pairs.positives()).sum(COLUMNS, true);
        return ofPositives
                .add(LEAST_SHARE)
                .log()
                .neg()
                .mul(pairs.positives().sum(COLUMNS, true).gt(0));
    }
}
