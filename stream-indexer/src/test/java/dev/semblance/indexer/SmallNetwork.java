package dev.semblance.indexer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.model.Network;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.Weights;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An untrained network without offsets: a black image gives it nothing but zeros, from which no unit vector can be
 * made.
 */
final class SmallNetwork {
    static final NetworkSpec SPEC = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8);
    static final InputSpec INPUT = new InputSpec(8, 8, 1, 0, 1);
    private static final int SEED = 1;

    private SmallNetwork() {}

    static Embedder embedder() {
        return Embedder.load(SPEC, INPUT, weights(parameter -> {}), Device.cpu());
    }

    /** As a training that has failed may leave it. */
    static Embedder embedderOfNothingButNaN() {
        Weights weights = weights(parameter -> parameter.getArray().addi(Float.NaN));
        return Embedder.load(SPEC, INPUT, weights, Device.cpu());
    }

    private static Weights weights(Consumer<Parameter> change) {
        Engine.getInstance().setRandomSeed(SEED);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Network network = Network.initialise(SPEC, INPUT, Weights.none(), manager);
            network.block().getParameters().values().forEach(change);
            return network.weights();
        }
    }

    static byte[] png(int grey) {
        return PngEncoder.encode(image(grey));
    }

    static Pixels image(int grey) {
        byte[] samples = new byte[INPUT.width() * INPUT.height()];
        Arrays.fill(samples, (byte) grey);
        samples[0] = (byte) (grey / 2);
        return new Pixels(INPUT.width(), INPUT.height(), 1, samples);
    }
}
