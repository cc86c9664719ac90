package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/** Which negative of an anchor counts. */
enum NegativeMining {
    /** The farthest. */
    EASY {
        @Override
        Mined mine(Pairs pairs) {
            return Mined.farthest(pairs.distances(), pairs.negatives());
        }
    },

    /** The nearest of those farther than the farthest positive; where there is none, the farthest. */
    SEMI_HARD {
        @Override
        Mined mine(Pairs pairs) {
            NDArray fixed = pairs.distances().stopGradient();
            NDArray farther = fixed.gt(Mined.farthest(fixed, pairs.positives()).values());
            NDArray farthest = Mined.farthest(fixed, pairs.negatives()).columns();
            NDArray columns = fixed.getManager()
                    .arange(0, (int) fixed.getShape().get(1), 1, DataType.INT64)
                    .reshape(1, -1);
            NDArray fallback = farthest.reshape(-1, 1).eq(columns);
            return Mined.nearest(pairs.distances(), NDArrays.where(farther, pairs.negatives(), fallback));
        }
    },

    /** The nearest. */
    HARD {
        @Override
        Mined mine(Pairs pairs) {
            return Mined.nearest(pairs.distances(), pairs.negatives());
        }
    };

    abstract Mined mine(Pairs pairs);
}
