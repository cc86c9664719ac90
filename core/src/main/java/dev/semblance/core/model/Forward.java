package dev.semblance.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;

/** Embeds batches that are learned from. */
@FunctionalInterface
public interface Forward {
    /**
     * Unit vectors, {@code [batch, dimension]}, float32, through which gradients pass to the parameters.
     *
     * @param images {@code [batch, channels, height, width]}, float32; what is computed ends with their manager
     */
    NDArray embed(ParameterStore parameters, NDArray images);
}
