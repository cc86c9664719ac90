package dev.semblance.core.model;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import java.util.List;

/**
 * ResNet-18 (He et al., 2015) for small images, as ResNet18Sim of TensorFlow Similarity: a 3x3 stem of stride 1 without
 * pooling, then stacks of two blocks with 64, 128, 256 and 512 filters, of which all but the first halve the size. The
 * first block of each stack has a 1x1 convolution on its shortcut. Where TensorFlow pads a halving convolution of an
 * even size on two sides only, this pads on all four.
 */
final class ResNet18 {
    private static final float EPSILON = 1.001e-5f;

    private ResNet18() {}

    static SequentialBlock layers() {
        return new SequentialBlock()
                .add(Layers.convolution(64, 3, 1))
                .add(Layers.batchNorm(EPSILON))
                .add(Activation.reluBlock())
                .add(projecting(64, 1))
                .add(plain(64))
                .add(projecting(128, 2))
                .add(plain(128))
                .add(projecting(256, 2))
                .add(plain(256))
                .add(projecting(512, 2))
                .add(plain(512));
    }

    private static Block projecting(int filters, int stride) {
        Block shortcut = new SequentialBlock()
                .add(Layers.convolution(filters, 1, stride))
                .add(Layers.batchNorm(EPSILON));
        return block(shortcut, filters, stride);
    }

    private static Block plain(int filters) {
        return block(Blocks.identityBlock(), filters, 1);
    }

    private static Block block(Block shortcut, int filters, int stride) {
        Block residual = new SequentialBlock()
                .add(Layers.convolution(filters, 3, stride))
                .add(Layers.batchNorm(EPSILON))
                .add(Activation.reluBlock())
                .add(Layers.convolution(filters, 3, 1))
                .add(Layers.batchNorm(EPSILON));
        return new SequentialBlock()
                .add(new ParallelBlock(ResNet18::sum, List.of(shortcut, residual)))
                .add(Activation.reluBlock());
    }

    private static NDList sum(List<NDList> branches) {
        return new NDList(
                branches.getFirst().singletonOrThrow().add(branches.getLast().singletonOrThrow()));
    }
}
