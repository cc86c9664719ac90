package dev.semblance.indexer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An untrained network without offsets: a black image gives it nothing but zeros, from which no unit vector can be
 * made.
 */
final class SmallNetwork {
    static final NetworkSpec SPEC = new NetworkSpec(NetworkArchitecture.SMALL_CONVNET, 8);
    static final InputSpec INPUT = new InputSpec(8, 8, 1, 0, 1);
    private static final int SEED = 1;

    private SmallNetwork() {}

    static Embedder embedder() {
        return Embedder.load(SPEC, INPUT, parameters(parameter -> {}), Device.cpu());
    }

    /** As a training that has failed may leave it. */
    static Embedder embedderOfNothingButNaN() {
        byte[] parameters = parameters(parameter -> parameter.getArray().addi(Float.NaN));
        return Embedder.load(SPEC, INPUT, parameters, Device.cpu());
    }

    private static byte[] parameters(Consumer<Parameter> change) {
        Engine.getInstance().setRandomSeed(SEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Block network = SPEC.build();
            network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, INPUT.height(), INPUT.width()));
            network.getParameters().values().forEach(change);
            network.saveParameters(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
