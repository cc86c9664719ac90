package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;

/** A loss that is a formula over distances of pairs. */
abstract sealed class PairwiseLoss extends BatchLoss
        permits CircleLoss, LiftedStructureLoss, MultiSimilarityLoss, SoftNearestNeighbourLoss, TripletLoss {
    private final Distance distance;

    PairwiseLoss(String name, Distance distance) {
        super(name);
        this.distance = distance;
    }

    @Override
    final NDArray of(Examples batch, Examples keys) {
        return of(Pairs.of(distance, batch, keys));
    }

    /** The loss of each anchor, {@code [anchors]} or {@code [anchors, 1]}. */
    abstract NDArray of(Pairs pairs);
}
