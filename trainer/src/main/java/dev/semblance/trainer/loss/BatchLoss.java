package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;

/** A loss that compares the examples of a batch with keys, which are the batch itself and perhaps more. */
abstract sealed class BatchLoss extends MetricLoss permits PairwiseLoss, MultipleNegativesRankingLoss {
    BatchLoss(String name) {
        super(name);
    }

    /**
     * The loss of each example.
     *
     * @param keys begin with the batch
     */
    abstract NDArray of(Examples batch, Examples keys);

    @Override
    final NDArray of(Examples batch) {
        return of(batch, batch);
    }

    @Override
    public final MetricLoss memoryless() {
        return this;
    }

    @Override
    public final void saveState(DataOutputStream out) {
        // keeps nothing
    }

    @Override
    public final void restoreState(DataInputStream in) {
        // keeps nothing
    }
}
