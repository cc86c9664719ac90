package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;

/**
 * Generalised mean pooling as TensorFlow Similarity defines it: of each image and feature, the values are shifted so
 * that the smallest is 1, {@code s = x - min(x) + 1}, and then
 *
 * <pre>
 * (mean s^p)^(1/p) + min(x) - 1        exp(mean ln s) + min(x) - 1 where |p| < 1e-5
 * max(x) where p = infinity            min(x) where p = -infinity
 * </pre>
 *
 * The shift makes it defined for negative values, and differs from the formula of the paper that introduced it.
 */
final class GeneralisedMean {
    /** Powers nearer to 0 than this mean the geometric mean, their limit. */
    private static final double GEOMETRIC = 1e-5;

    private final double power;

    GeneralisedMean(double power) {
        this.power = power;
    }

    /** Takes {@code [batch, features, positions...]}, gives {@code [batch, features]}. */
    NDArray of(NDArray values) {
        int[] positions = IntStream.range(2, values.getShape().dimension()).toArray();
        if (power == Double.POSITIVE_INFINITY) {
            return largest(values, positions);
        }
        NDArray smallest = smallest(values, positions);
        if (power == Double.NEGATIVE_INFINITY) {
            return smallest.squeeze(positions);
        }
        NDArray mean = mean(values.sub(smallest).add(1), positions);
        return mean.add(smallest.squeeze(positions)).sub(1);
    }

    private NDArray mean(NDArray shifted, int[] positions) {
        if (Math.abs(power) < GEOMETRIC) {
            return average(shifted.log(), positions).exp();
        }
        NDArray raised = shifted.pow(GradientSafe.constant(shifted, power));
        return average(raised, positions).pow(GradientSafe.constant(raised, 1 / power));
    }

    private static NDArray average(NDArray values, int[] positions) {
        long count = values.getShape().slice(2).size();
        return values.sum(positions).div(GradientSafe.constant(values, (double) count));
    }

    /** DJL's engine for PyTorch takes the extremes of one axis at a time. */
    private static NDArray largest(NDArray values, int[] positions) {
        NDArray reduced = values;
        for (int i = positions.length - 1; i >= 0; i--) {
            reduced = reduced.max(new int[] {positions[i]});
        }
        return reduced;
    }

    private static NDArray smallest(NDArray values, int[] positions) {
        NDArray reduced = values;
        for (int i = positions.length - 1; i >= 0; i--) {
            reduced = reduced.min(new int[] {positions[i]}, true);
        }
        return reduced;
    }
}
