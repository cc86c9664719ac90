package dev.semblance.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterServer;
import ai.djl.util.Pair;
import java.util.HashMap;
import java.util.Map;

/**
 * Steps the weights of a network that is mirrored on one or more devices: gradients are added up on the first device,
 * the weight there is moved, and its mirrors follow.
 */
final class MirroredWeights implements ParameterServer {
    private final GradientStep optimizer;
    /** Names are the same in every process, DJL's ids are not. */
    private final Map<String, String> nameOfId = new HashMap<>();

    private float rate;

    MirroredWeights(Block network, GradientStep optimizer) {
        this.optimizer = optimizer;
        for (Pair<String, Parameter> named : network.getParameters()) {
            nameOfId.put(named.getValue().getId(), named.getKey());
        }
    }

    /** Begins a step with a learning rate. */
    void begin(double learningRate) {
        rate = (float) learningRate;
        optimizer.begin();
    }

    @Override
    public void init(String parameterId, NDArray[] value) {
        // The network has initialised its parameters.
    }

    @Override
    public void update(String parameterId, NDArray[] gradients, NDArray[] weights) {
        NDArray sum = gradients[0];
        for (int mirror = 1; mirror < gradients.length; mirror++) {
            try (NDArray moved = gradients[mirror].toDevice(sum.getDevice(), true)) {
                sum.addi(moved);
            }
        }
        String name = nameOfId.get(parameterId);
        if (name == null) {
            throw new IllegalStateException("parameter " + parameterId + " is not one of the network");
        }
        optimizer.update(name, weights[0], sum, rate);
        for (int mirror = 0; mirror < gradients.length; mirror++) {
            gradients[mirror].subi(gradients[mirror]); // gradients add up until they are cleared
            if (mirror > 0) {
                weights[0].copyTo(weights[mirror]);
            }
        }
    }

    @Override
    public void close() {
        // Nothing is held that its manager does not close.
    }
}
