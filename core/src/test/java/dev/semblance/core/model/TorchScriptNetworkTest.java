package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The modules and what PyTorch computes with them are made by make_modules.py beside them. */
class TorchScriptNetworkTest {
    private static final InputSpec INPUT = new InputSpec(8, 8, 3, 0, 1);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void seed() {
        Engine.getInstance().setRandomSeed(1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Means 0.2, 0.4 and 0.4 make a vector of length 0.6. */
    @Test
    void shouldNormaliseWhatAnEmbedderGives() throws IOException {
        byte[] colours = module("colours");
        Network network = whole(colours, 3);
        NDArray image = manager.create(new float[] {0.2f, 0.4f, 0.4f}, new Shape(1, 3, 1, 1))
                .broadcast(new Shape(2, 3, 8, 8));

        assertThat(embed(network, image).toFloatArray())
                .containsExactly(new float[] {1 / 3f, 2 / 3f, 2 / 3f, 1 / 3f, 2 / 3f, 2 / 3f}, within(1e-6f));
        assertThat(network.weights()).isEqualTo(Weights.ofModule(colours));
    }

    @Test
    void shouldGiveWhatPyTorchGives() throws IOException {
        assertThat(embed(whole(module("backbone"), 6), ramp()).toFloatArray())
                .containsExactly(expected(), within(1e-6f));
    }

    @Test
    void shouldPutAnEmbeddingLayerOnABackbone() throws IOException {
        byte[] module = module("backbone");
        NetworkSpec spec = new NetworkSpec.TorchScriptBackbone(Sha256.of(module), 4);
        Network network = Network.initialise(spec, INPUT, Weights.ofModule(module), manager);
        network.freezeBackbone();

        assertThat(embed(network, ramp()).norm().getFloat()).isEqualTo(1, within(1e-6f));
        assertThat(network.weights().module()).contains(module);
        Network loaded = Network.load(spec, INPUT, network.weights(), manager);
        assertThat(embed(loaded, ramp()).toFloatArray())
                .containsExactly(embed(network, ramp()).toFloatArray(), within(1e-6f));
    }

    @Test
    void shouldTrainABackboneAndKeepWhatItHasLearned() throws IOException {
        byte[] module = module("backbone");
        NetworkSpec spec = new NetworkSpec.TorchScriptBackbone(Sha256.of(module), 4);
        Network network = Network.initialise(spec, INPUT, Weights.ofModule(module), manager);
        float[] before = embed(network, ramp()).toFloatArray();

        learn(network);

        Weights weights = network.weights();
        float[] after = embed(network, ramp()).toFloatArray();
        assertThat(after).isNotEqualTo(before);
        assertThat(weights.module()).isPresent().get().isNotEqualTo(module);
        assertThat(embed(Network.load(spec.on(weights), INPUT, weights, manager), ramp())
                        .toFloatArray())
                .containsExactly(after, within(1e-6f));
    }

    @Test
    void shouldLeaveAModuleInItsPrecision() throws IOException {
        byte[] module = module("backbone");
        NetworkSpec spec = new NetworkSpec.TorchScriptBackbone(Sha256.of(module), 4);
        Network network = Network.initialise(spec, INPUT, Weights.ofModule(module), manager);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.learning(Precision.BFLOAT16))
                .withMessage("a TorchScript module computes in the precision it has");
    }

    @Test
    void shouldTrainOnlyTheEmbeddingLayerOnAFrozenBackbone() throws IOException {
        byte[] module = module("backbone");
        NetworkSpec spec = new NetworkSpec.TorchScriptBackbone(Sha256.of(module), 4);
        Network network = Network.initialise(spec, INPUT, Weights.ofModule(module), manager);
        network.freezeBackbone();
        float[] before = embed(network, ramp()).toFloatArray();

        learn(network);

        assertThat(embed(network, ramp()).toFloatArray()).isNotEqualTo(before);
        assertThat(network.weights().module()).contains(module);
        Network unchanged = Network.load(
                new NetworkSpec.TorchScript(Sha256.of(module), 6), INPUT, Weights.ofModule(module), manager);
        assertThat(embed(unchanged, ramp()).toFloatArray()).containsExactly(expected(), within(1e-6f));
    }

    @Test
    void shouldRefuseWhatIsNoModule() throws IOException {
        assertRefused("no TorchScript module, as torch.jit.save writes them: ", new byte[] {1, 2, 3}, 3, INPUT);
        assertRefused("no TorchScript module, as torch.jit.save writes them: ", module("weights-only"), 6, INPUT);
    }

    @Test
    void shouldRefuseAModuleThatDoesNotFit() throws IOException {
        assertRefused("the module gives (2, 3, 8, 8) for 2 images, where one vector", module("features"), 3, INPUT);
        assertRefused("the module gives 192 values an image, not 3", module("flatten"), 3, INPUT);
        assertRefused(
                "the module does not run on images of 8x8x1: RuntimeError: Given groups=1, weight of size [4, 3, 3, 3]",
                module("backbone"),
                6,
                new InputSpec(8, 8, 1, 0, 1));
        assertRefused(
                "the module does not run on images of 9x12x3: RuntimeError: ",
                module("backbone"),
                6,
                new InputSpec(9, 12, 3, 0, 1));
    }

    @Test
    void shouldRefuseAnotherModuleThanItsOwn() throws IOException {
        NetworkSpec spec = new NetworkSpec.TorchScript(Sha256.of(module("colours")), 3);

        assertThatExceptionOfType(BadModelException.class)
                .isThrownBy(() -> Network.load(spec, INPUT, Weights.ofModule(module("flatten")), manager))
                .withMessageStartingWith("the TorchScript module is another one than ");
        assertThatExceptionOfType(BadModelException.class)
                .isThrownBy(() -> Network.load(spec, INPUT, Weights.none(), manager))
                .withMessage("the TorchScript module is missing");
    }

    private void assertRefused(String message, byte[] module, int dimension, InputSpec input) {
        NetworkSpec spec = new NetworkSpec.TorchScript(Sha256.of(module), dimension);

        assertThatExceptionOfType(BadModelException.class)
                .isThrownBy(() -> Network.load(spec, input, Weights.ofModule(module), manager))
                .satisfies(fault -> assertThat(Optional.ofNullable(fault.getMessage()))
                        .hasValueSatisfying(
                                line -> assertThat(line).startsWith(message).hasLineCount(1)));
    }

    /** One step of plain gradient descent on all that learns. */
    private void learn(Network network) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray images = manager.randomUniform(0, 1, new Shape(4, 3, 8, 8));
            NDArray embeddings = network.block()
                    .forward(new ParameterStore(manager, false), new NDList(images), true)
                    .singletonOrThrow();
            collector.backward(embeddings.get(":, 0").sum());
        }
        for (Parameter parameter : network.block().getParameters().values()) {
            if (parameter.requiresGradient()) {
                parameter.getArray().subi(parameter.getArray().getGradient().mul(0.5f));
            }
        }
    }

    private Network whole(byte[] module, int dimension) {
        return Network.load(
                new NetworkSpec.TorchScript(Sha256.of(module), dimension), INPUT, Weights.ofModule(module), manager);
    }

    private NDArray embed(Network network, NDArray images) {
        return network.block()
                .forward(new ParameterStore(manager, false), new NDList(images), false)
                .singletonOrThrow();
    }

    /** Samples that count up, row by row, channels interleaved. */
    private NDArray ramp() {
        float[] samples = new float[8 * 8 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / 255f;
        }
        return manager.create(samples, new Shape(1, 8, 8, 3)).transpose(0, 3, 1, 2);
    }

    private static float[] expected() throws IOException {
        return new ObjectMapper().readValue(resource("backbone-of-ramp.json"), float[].class);
    }

    private static byte[] module(String name) throws IOException {
        return resource(name + ".pt");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(TorchScriptNetworkTest.class.getResourceAsStream("torchscript/" + name), name)) {
            return file.readAllBytes();
        }
    }
}
