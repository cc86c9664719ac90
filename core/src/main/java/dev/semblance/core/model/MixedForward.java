package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.training.ParameterStore;
import java.util.HashSet;
import java.util.Set;

/**
 * Mixed precision as in Micikevicius et al. ("Mixed Precision Training", 2018): images and the parameters of
 * convolutions are rounded to bfloat16 for the batch, so that all from there to the pooling is computed in it.
 * Gradients pass through the rounding to the float32 parameters, where steps add up that are too small for 8 bits. As
 * bfloat16 has the exponents of float32, losses need no scaling.
 */
final class MixedForward implements Forward {
    private final Block network;
    private final Set<String> convolutions = new HashSet<>();
    private final Bfloat16Rounding rounding;

    /**
     * Of a network of our own layers.
     *
     * @param manager that ends after the last batch
     */
    MixedForward(Block network, NDManager manager) {
        this.network = network;
        this.rounding = Bfloat16Rounding.load(manager);
        collect(network);
    }

    private void collect(Block block) {
        if (block instanceof Convolution) {
            block.getDirectParameters().values().forEach(parameter -> convolutions.add(parameter.getId()));
        }
        block.getChildren().values().forEach(this::collect);
    }

    @Override
    public NDArray embed(ParameterStore parameters, NDArray images) {
        NDManager scope = images.getManager();
        return network.forward(
                        new Bfloat16Parameters(parameters, convolutions, rounding, scope),
                        new NDList(rounding.round(images, scope)),
                        true)
                .singletonOrThrow();
    }
}
