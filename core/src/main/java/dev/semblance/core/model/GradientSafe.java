package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;

/**
 * Operands that are still there when the gradient is computed.
 *
 * <p>PyTorch keeps the operands of an operation until then. DJL hands it numbers and arrays of Java as views of Java's
 * memory, though, and lets go of that memory when the array is closed: for a number, {@code mul(2)}, as soon as the
 * operation is done. If the garbage collector runs in between, the gradient is computed from whatever lies there by
 * then, and training ends in NaN or learns from noise. So where gradients flow, operands come from here: they lie in
 * memory that PyTorch owns.
 */
public final class GradientSafe {
    private GradientSafe() {}

    /** A number to multiply, divide or raise the values with; float32, on their device. */
    public static NDArray constant(NDArray values, double number) {
        return values.getManager().full(new Shape(), (float) number).toDevice(values.getDevice(), false);
    }

    /** What was made from arrays of Java: closes it, and gives the same values in memory that PyTorch owns. */
    public static NDArray owned(NDArray views) {
        try (views) {
            return views.duplicate();
        }
    }

    /** The values where they are no smaller than the floor, with their gradient; else the floor, without. */
    public static NDArray atLeast(NDArray values, double floor) {
        NDArray kept = values.lt((float) floor).logicalNot(); // NaN too
        return NDArrays.where(kept, values, constant(values, floor));
    }
}
