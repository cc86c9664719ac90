package dev.semblance.core.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Publishes TorchScript files as model versions. The version is named after what makes the model, so importing the same
 * file in the same way again is publishing the same model again.
 *
 * @param model that the file becomes a version of
 * @param input what the module takes
 * @param distance that the module was trained for
 * @param codeVersion version of Semblance that imports it
 */
public record TorchScriptImport(String model, InputSpec input, Distance distance, String codeVersion) {
    /** Of an embedding layer that is yet to be trained. */
    private static final int SEED = 42;

    private static final int DIGEST_DIGITS = 12;

    /**
     * Publishes a module that embeds by itself.
     *
     * @param name of the file
     * @throws BadModelException if the module does not give one vector of 2 to 1,024 values an image
     */
    public PublishedModel embedder(String name, byte[] file, ModelStore store) {
        int width = width(file);
        if (width < 2 || width > NetworkSpec.MAX_DIMENSION) {
            throw new BadModelException("the module gives " + width + " values an image, and an index takes 2 to "
                    + NetworkSpec.MAX_DIMENSION + "; import it as a backbone, with a dimension of your choice");
        }
        return publish(name, new NetworkSpec.TorchScript(Sha256.of(file), width), Weights.ofModule(file), store);
    }

    /**
     * Publishes a module with an embedding layer on top. The layer has not learned: until it is trained it is a random
     * projection, always the same.
     *
     * @param name of the file
     * @throws BadModelException if the module does not give one vector an image
     */
    public PublishedModel backbone(String name, byte[] file, int dimension, ModelStore store) {
        NetworkSpec spec = new NetworkSpec.TorchScriptBackbone(Sha256.of(file), dimension);
        Engine.getInstance().setRandomSeed(SEED);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Network network = Network.initialise(spec, input, Weights.ofModule(file), manager);
            network.freezeBackbone();
            return publish(name, spec, network.weights(), store);
        }
    }

    private int width(byte[] file) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return TorchScriptModule.load(file, manager).width(input);
        }
    }

    private PublishedModel publish(String name, NetworkSpec spec, Weights weights, ModelStore store) {
        Lineage lineage = new Lineage(
                name,
                Sha256.of(weights.module().orElseThrow()).hex(),
                codeVersion,
                SEED,
                Map.of("origin", "an imported TorchScript file"));
        String made = spec + " " + input + " " + distance + " " + lineage;
        String version = "import-"
                + Sha256.of(made.getBytes(StandardCharsets.UTF_8)).hex().substring(0, DIGEST_DIGITS);
        return store.publish(
                new ModelDescription(
                        new ModelVersion(model, version), spec, input, distance, List.of(), Map.of(), lineage),
                weights);
    }
}
