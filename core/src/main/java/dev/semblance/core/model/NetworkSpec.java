package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;

/**
 * A backbone with an embedding layer on top: a linear layer, then L2 normalisation.
 *
 * @param architecture the backbone
 * @param dimension length of the embedding; Lucene takes up to 1,024
 */
public record NetworkSpec(NetworkArchitecture architecture, int dimension) {
    private static final int MAX_DIMENSION = 1024;
    /** Keeps a zero vector from dividing by zero (TensorFlow's l2_normalize). */
    private static final float EPSILON = 1e-12f;

    public NetworkSpec {
        if (dimension < 2 || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "the embedding dimension is 2 to " + MAX_DIMENSION + ", not " + dimension);
        }
    }

    /** The network without parameters: {@code [batch, channels, height, width]} to {@code [batch, dimension]}. */
    public Block build() {
        return new SequentialBlock()
                .add(architecture.backbone())
                .add(Linear.builder().setUnits(dimension).build())
                .add(new LambdaBlock(list -> new NDList(normalise(list.singletonOrThrow()))));
    }

    private static NDArray normalise(NDArray rows) {
        return rows.div(rows.square().sum(new int[] {1}, true).maximum(EPSILON).sqrt());
    }
}
