package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;

/**
 * Layers with the defaults of Keras. All but {@link Pooling.Flatten} keep the memory layout of their input, so that a
 * batch with interleaved channels is never reordered on its way.
 */
final class Layers {
    /** Keras' glorot_uniform: within {@code sqrt(6 / (in + out))}; DJL's own default is wider by sqrt(2). */
    static final Initializer GLOROT_UNIFORM = new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3);
    /** Keras' lecun_uniform: within {@code sqrt(3 / in)}. */
    static final Initializer LECUN_UNIFORM = new XavierInitializer(RandomType.UNIFORM, FactorType.IN, 3);
    /** He et al., normal: what DJL gives weights. */
    static final Initializer HE_NORMAL = new XavierInitializer(RandomType.GAUSSIAN, FactorType.IN, 2);

    private static final float KERAS_MOMENTUM = 0.99f;
    /** Keeps a zero vector from dividing by zero (TensorFlow's l2_normalize). */
    private static final float NORM_EPSILON = 1e-12f;

    private Layers() {}

    /** 3x3 without padding, with offsets. */
    static Block narrowingConvolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(filters)
                .build();
    }

    /** Padded on all sides so that stride 1 keeps the size; without offsets, for a batch normalisation follows. */
    static Block convolution(int filters, int side, int stride) {
        return Conv2d.builder()
                .setKernelShape(new Shape(side, side))
                .setFilters(filters)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(side / 2, side / 2))
                .optBias(false)
                .build();
    }

    /** With Keras' momentum: the running mean and variance keep 0.99 of themselves at each step. */
    static Block batchNorm(float epsilon) {
        return BatchNorm.builder()
                .optMomentum(KERAS_MOMENTUM)
                .optEpsilon(epsilon)
                .build();
    }

    static Block maxPool(int side) {
        return Pool.maxPool2dBlock(new Shape(side, side), new Shape(side, side));
    }

    /** {@code [batch, features, height, width]} of any precision to {@code [batch, features]} of float32. */
    static Block pooling(Pooling pooling) {
        return LambdaBlock.singleton(map -> pooled(float32(map), pooling));
    }

    /** What is added to bfloat16 becomes float32 with it; through DJL's own conversion no gradient passes. */
    private static NDArray float32(NDArray map) {
        if (map.getDataType() == DataType.FLOAT32) {
            return map;
        }
        return map.add(map.getManager().zeros(new Shape(1), DataType.FLOAT32, map.getDevice()));
    }

    private static NDArray pooled(NDArray map, Pooling pooling) {
        return switch (pooling) {
            case Pooling.Flatten() -> Blocks.batchFlatten(map);
            case Pooling.Average() -> Pool.globalAvgPool2d(map);
            case Pooling.Maximum() -> Pool.globalMaxPool2d(map);
            case Pooling.Gem(double power) -> new GeneralisedMean(power).of(map);
        };
    }

    /** Scales each row of {@code [batch, dimension]} to length 1; rows of length 1 stay as they are. */
    static Block unitLength() {
        return new LambdaBlock(list -> {
            NDArray rows = list.singletonOrThrow();
            NDArray squares = rows.square().sum(new int[] {1}, true);
            return new NDList(
                    rows.div(GradientSafe.atLeast(squares, NORM_EPSILON).sqrt()));
        });
    }
}
