package dev.semblance.core.model;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.initializer.Initializer;
import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;

/** The backbones that can be trained and served. A name, once released, always stands for the same layers. */
public enum NetworkArchitecture {
    /**
     * For small images, 28 to 64 pixels a side: 3x3 convolutions of 16, 32, 32 and 64 filters, each with batch
     * normalisation and ReLU, with 2x2 max pooling after the first, third and fourth, then flattened. Where in the
     * picture something is remains visible to the embedding layer; averaging over positions costs several points of
     * recall on small images.
     */
    SMALL_CONVNET(8) {
        @Override
        SequentialBlock layers() {
            return new SequentialBlock()
                    .add(convolution(16))
                    .add(Layers.maxPool(2))
                    .add(convolution(32))
                    .add(convolution(32))
                    .add(Layers.maxPool(2))
                    .add(convolution(64))
                    .add(Layers.maxPool(2));
        }

        private Block convolution(int filters) {
            return new SequentialBlock()
                    .add(Layers.convolution(filters, 3, 1))
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
        }
    },

    /**
     * The network of the TensorFlow Similarity tutorial for 32x32 RGB: 3x3 convolutions without padding of 64, 128, 256
     * and 256 filters, each with ReLU and all but the last with batch normalisation after it, 4x4 max pooling in the
     * middle and the maximum over all positions at the end. With 256 dimensions it has 1,028,480 parameters, 896 of
     * them not trainable.
     */
    TUTORIAL_CONVNET(24) {
        private static final float EPSILON = 1e-3f;

        @Override
        SequentialBlock layers() {
            return new SequentialBlock()
                    .add(Layers.narrowingConvolution(64))
                    .add(Activation.reluBlock())
                    .add(Layers.batchNorm(EPSILON))
                    .add(Layers.narrowingConvolution(128))
                    .add(Activation.reluBlock())
                    .add(Layers.batchNorm(EPSILON))
                    .add(Layers.maxPool(4))
                    .add(Layers.narrowingConvolution(256))
                    .add(Activation.reluBlock())
                    .add(Layers.batchNorm(EPSILON))
                    .add(Layers.narrowingConvolution(256))
                    .add(Activation.reluBlock());
        }
    },

    /** ResNet-18 with a stem for small images, and generalised mean pooling of power 3: 11,182,784 parameters. */
    RESNET18_CIFAR(8) {
        @Override
        SequentialBlock layers() {
            return ResNet18.layers();
        }
    };

    private final int smallestSide;

    NetworkArchitecture(int smallestSide) {
        this.smallestSide = smallestSide;
    }

    /** The pooling that belongs to it; others can be chosen. */
    public Pooling pooling() {
        return switch (this) {
            case SMALL_CONVNET -> new Pooling.Flatten();
            case TUTORIAL_CONVNET -> new Pooling.Maximum();
            case RESNET18_CIFAR -> new Pooling.Gem(3);
        };
    }

    /** Layers from {@code [batch, channels, height, width]} to {@code [batch, features, height, width]}. */
    abstract SequentialBlock layers();

    /** Of the layers' weights. */
    Initializer initializer() {
        return switch (this) {
            case SMALL_CONVNET -> Layers.HE_NORMAL;
            case TUTORIAL_CONVNET -> Layers.GLOROT_UNIFORM;
            case RESNET18_CIFAR -> Layers.LECUN_UNIFORM;
        };
    }

    /** Fails with {@link OperatorException} if images of this size would shrink to nothing. */
    void require(InputSpec input) {
        if (Math.min(input.width(), input.height()) < smallestSide) {
            throw new OperatorException("network " + name() + " takes images of at least " + smallestSide + " x "
                    + smallestSide + " pixels, not " + input.width() + " x " + input.height()
                    + "; choose another network or larger images");
        }
    }
}
