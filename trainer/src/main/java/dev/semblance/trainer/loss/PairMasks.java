package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Which pairs are alike and which are not, both {@code [anchors, keys]}, boolean.
 *
 * @param positives pairs of the same class, without those of an anchor with itself
 * @param negatives pairs of different classes
 */
record PairMasks(NDArray positives, NDArray negatives) {
    /**
     * Compares labels.
     *
     * @param anchors {@code [anchors]}, int64
     * @param keys {@code [keys]}, int64; they begin with the anchors
     */
    static PairMasks of(NDArray anchors, NDArray keys) {
        NDArray same = anchors.reshape(-1, 1).eq(keys.reshape(1, -1));
        NDArray itself = anchors.getManager().eye((int) anchors.size(), (int) keys.size(), 0, DataType.BOOLEAN);
        return new PairMasks(same.logicalXor(itself), same.logicalNot());
    }
}
