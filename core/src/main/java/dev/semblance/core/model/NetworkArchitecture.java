package dev.semblance.core.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/** The backbones that can be trained and served. A name, once released, always stands for the same layers. */
public enum NetworkArchitecture {
    /**
     * For small images, 28 to 64 pixels a side: 3x3 convolutions of 16, 32, 32 and 64 filters, each with batch
     * normalisation and ReLU, with 2x2 max pooling after the first, third and fourth, then flattened. Where in the
     * picture something is remains visible to the embedding layer; averaging over positions costs several points of
     * recall on small images.
     */
    SMALL_CONVNET {
        @Override
        Block backbone() {
            return new SequentialBlock()
                    .add(convolution(16))
                    .add(halving())
                    .add(convolution(32))
                    .add(convolution(32))
                    .add(halving())
                    .add(convolution(64))
                    .add(halving())
                    .add(Blocks.batchFlattenBlock());
        }
    };

    /** Layers from {@code [batch, channels, height, width]} to {@code [batch, features]}. */
    abstract Block backbone();

    private static Block convolution(int filters) {
        return new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(filters)
                        .optPadding(new Shape(1, 1))
                        .optBias(false)
                        .build())
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock());
    }

    private static Block halving() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }
}
