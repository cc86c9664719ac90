package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.semblance.core.distance.Distance;

/**
 * All pairs of anchors, in rows, with keys, in columns. The keys begin with the anchors, and no anchor is a positive of
 * itself.
 *
 * @param distance between an anchor and a key
 * @param keys the columns
 * @param distances {@code [anchors, keys]}, float32
 * @param masks which pairs are alike and which are not
 */
record Pairs(Distance distance, Examples keys, NDArray distances, PairMasks masks) {
    static Pairs of(Distance distance, Examples anchors, Examples keys) {
        return new Pairs(
                distance,
                keys,
                PairwiseDistance.between(distance, anchors.embeddings(), keys.embeddings()),
                PairMasks.of(anchors.labels(), keys.labels()));
    }

    NDArray positives() {
        return masks.positives();
    }

    NDArray negatives() {
        return masks.negatives();
    }

    /** Distances of keys, given by their positions {@code [n]}, from all keys: {@code [n, keys]}. */
    NDArray fromKeys(NDArray positions) {
        return PairwiseDistance.between(distance, keys.embeddingsAt(positions), keys.embeddings());
    }
}
