package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.semblance.core.model.GradientSafe;

/**
 * One distance of each row, the nearest or the farthest that a mask leaves.
 *
 * <p>Where several are equal, the value is shared: each gets its part of the gradient, and the first is the column.
 * Where the mask leaves none, the value lies beyond everything in the row: its largest distance plus 1e-6 when the
 * nearest was asked for, its smallest minus 1e-6 for the farthest; the gradient flows into that, and the column is 0.
 * These are the rules of TensorFlow Similarity's masked minimum and maximum.
 *
 * @param values {@code [rows, 1]}, with gradient
 * @param columns {@code [rows]}, int64, without
 */
record Mined(NDArray values, NDArray columns) {
    /** Above any distance, and far enough below the largest float32 to add to. */
    static final float FAR = 1e30f;

    private static final float BEYOND = 1e-6f;
    private static final int[] COLUMNS = {1};

    /**
     * The smallest of each row.
     *
     * @param distances {@code [rows, columns]}, float32
     * @param mask the same shape, boolean
     */
    static Mined nearest(NDArray distances, NDArray mask) {
        NDArray fixed = distances.stopGradient();
        NDArray left = masked(fixed, mask, FAR);
        NDArray smallest = left.min(COLUMNS, true);
        NDArray some = smallest.lt(FAR);
        NDArray none = some.logicalNot();
        NDArray source = NDArrays.where(some, smallest, fixed.max(COLUMNS, true));
        NDArray taken = fixed.eq(source).logicalAnd(mask.logicalOr(none));
        NDArray share = taken.toType(distances.getDataType(), false).div(taken.sum(COLUMNS, true));
        return new Mined(
                distances.mul(share).sum(COLUMNS, true).add(none.mul(GradientSafe.constant(distances, BEYOND))),
                left.argMin(1));
    }

    /** The largest of each row. */
    static Mined farthest(NDArray distances, NDArray mask) {
        Mined nearest = nearest(distances.neg(), mask);
        return new Mined(nearest.values.neg(), nearest.columns);
    }

    /** The values where the mask is true, elsewhere a constant, which takes no gradient. */
    static NDArray masked(NDArray values, NDArray mask, float elsewhere) {
        return NDArrays.where(mask, values, GradientSafe.constant(values, elsewhere));
    }

    /** The same columns of each row: {@code [rows, n]} for {@code n} columns. */
    static NDArray columns(NDArray matrix, NDArray columns) {
        long rows = matrix.getShape().get(0);
        return matrix.gather(columns.reshape(1, -1).broadcast(rows, columns.size()), 1);
    }

    /** {@code ln(1 + sum of exp(x) where the mask is true)} of each row, {@code [rows, 1]}: 0 for none, never less. */
    static NDArray logOfOnePlusExp(NDArray exponents, NDArray mask) {
        NDArray one =
                exponents.getManager().zeros(exponents.getShape().slice(0, 1).add(1));
        NDArray terms = NDArrays.concat(new NDList(one, masked(exponents, mask, -FAR)), 1);
        return terms.logSoftmax(1).get(":, 0:1").neg();
    }
}
