package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;

/**
 * Lays the weights of convolutions out in memory as the images are, with channels interleaved: the same values under
 * the same indices, but PyTorch need not reorder them at each call.
 */
final class ChannelsLast {
    /** Filters, channels, height and width. */
    private static final int IMAGE_DIMENSIONS = 4;

    private ChannelsLast() {}

    /** Lays out anew what the block holds, and makes what is not frozen ready to learn. */
    static void apply(Block block, NDManager manager) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT
                    && parameter.getShape().dimension() == IMAGE_DIMENSIONS) {
                NDArray interleaved = interleaved(parameter.getArray(), manager);
                parameter.close();
                parameter.setInitializer((unused, shape, type) -> interleaved);
            }
            parameter.initialize(manager, DataType.FLOAT32);
        }
    }

    /**
     * Takes and gives {@code [filters, channels, height, width]}. What was read or made from Java's memory is copied
     * first: a view would not keep that memory alive once its array is closed.
     */
    private static NDArray interleaved(NDArray weights, NDManager manager) {
        Shape shape = weights.getShape();
        try (NDManager scope = manager.newSubManager()) {
            NDArray values = weights.stopGradient();
            values.attach(scope);
            NDArray copy = values.duplicate();
            NDArray channelsLast = copy.transpose(0, 2, 3, 1).flatten();
            NDArray interleaved = channelsLast
                    .reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1))
                    .transpose(0, 3, 1, 2);
            interleaved.attach(manager);
            return interleaved;
        }
    }
}
