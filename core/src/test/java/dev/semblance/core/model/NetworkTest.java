package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.semblance.core.image.InputSpec;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
    private static final InputSpec INPUT = new InputSpec(24, 24, 3, 0.5f, 0.25f);
    private static final int DIMENSION = 8;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameWeightsForTheSameSeed(NetworkArchitecture architecture) {
        NetworkSpec spec = NetworkSpec.of(architecture, DIMENSION);

        assertThat(initialised(spec, 1).weights())
                .isEqualTo(initialised(spec, 1).weights());
        assertThat(initialised(spec, 1).weights())
                .isNotEqualTo(initialised(spec, 2).weights());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUnitVectors(NetworkArchitecture architecture) {
        Network network = initialised(NetworkSpec.of(architecture, DIMENSION), 1);

        NDArray lengths = embed(network, images(3), false).norm(new int[] {1});

        assertThat(lengths.toFloatArray()).containsExactly(new float[] {1, 1, 1}, within(1e-6f));
    }

    /** Also after a batch was learned from, which moves the running statistics. */
    @ParameterizedTest
    @EnumSource
    void shouldEmbedTheSameAfterSavingAndLoading(NetworkArchitecture architecture) {
        NetworkSpec spec = NetworkSpec.of(architecture, DIMENSION);
        Network learned = initialised(spec, 1);
        float[] before = embed(learned, images(4), false).toFloatArray();
        embed(learned, images(4), true);
        float[] after = embed(learned, images(4), false).toFloatArray();

        Network loaded = Network.load(spec, INPUT, learned.weights(), manager);

        assertThat(Arrays.equals(after, before))
                .as("the batch has changed nothing")
                .isFalse();
        assertThat(embed(loaded, images(4), false).toFloatArray()).containsExactly(after, within(1e-6f));
        assertThat(loaded.weights()).isEqualTo(learned.weights());
    }

    @Test
    void shouldLearnAfterLoading() {
        NetworkSpec spec = NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, DIMENSION);

        assertLearns(Network.load(spec, INPUT, initialised(spec, 1).weights(), manager));
    }

    /** PyTorch records what is done for gradients in every thread but the one that started the engine. */
    @Test
    void shouldLearnInAnyThread() throws Exception {
        NetworkSpec spec = NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, DIMENSION);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            thread.submit(() -> assertLearns(initialised(spec, 1))).get();
        }
    }

    private void assertLearns(Network network) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray embeddings = embed(network, images(4), true);
            collector.backward(embeddings.get(":, 0").sum());
        }

        for (Parameter parameter : network.block().getParameters().values()) {
            assertThat(parameter.getArray().hasGradient())
                    .as(parameter.getName())
                    .isEqualTo(parameter.getType() != Parameter.Type.RUNNING_MEAN
                            && parameter.getType() != Parameter.Type.RUNNING_VAR);
        }
    }

    /** Keras: glorot_uniform is within sqrt(6 / (in + out)), lecun_uniform within sqrt(3 / in). */
    @ParameterizedTest
    @CsvSource({
        "TUTORIAL_CONVNET, 0, 603", // 3 x 3 x 3 in, 3 x 3 x 64 out
        "TUTORIAL_CONVNET, 1, 1728", // 3 x 3 x 64 in, 3 x 3 x 128 out
        "TUTORIAL_CONVNET, 4, 264", // 256 in, 8 out
        "RESNET18_CIFAR, 0, 54", // 3 x 3 x 3 in, twice
        "RESNET18_CIFAR, 20, 9216", // 3 x 3 x 512 in, twice
        "RESNET18_CIFAR, 21, 520" // 512 in, 8 out
    })
    void shouldDrawWeightsAsKerasDoes(NetworkArchitecture architecture, int weight, double fan) {
        Block network = initialised(NetworkSpec.of(architecture, DIMENSION), 1).block();
        NDArray weights = network.getParameters().values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
                .skip(weight)
                .findFirst()
                .orElseThrow()
                .getArray();

        double limit = Math.sqrt(6 / fan);
        assertThat(weights.max().getFloat()).isLessThanOrEqualTo((float) limit);
        assertThat(weights.max().getFloat()).isCloseTo((float) limit, within((float) limit * 0.05f));
        assertThat(weights.min().getFloat()).isCloseTo((float) -limit, within((float) limit * 0.05f));
    }

    @Test
    void shouldPoolAsTold() {
        NDArray map = manager.create(new float[] {1, 2, 3, 6}, new Shape(1, 1, 2, 2));

        assertThat(pooled(new Pooling.Average(), map)).containsExactly(3);
        assertThat(pooled(new Pooling.Maximum(), map)).containsExactly(6);
        assertThat(pooled(new Pooling.Flatten(), map)).containsExactly(1, 2, 3, 6);
        assertThat(pooled(new Pooling.Gem(1), map)).containsExactly(3);
    }

    @Test
    void shouldRefuseWeightsOfAnotherNetwork() {
        Weights weights = initialised(NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, DIMENSION), 1)
                .weights();
        NetworkSpec other = NetworkSpec.of(NetworkArchitecture.TUTORIAL_CONVNET, DIMENSION);
        NetworkSpec longer = NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, DIMENSION + 1);

        assertRefused(other, weights);
        assertRefused(longer, weights);
        assertRefused(longer, Weights.ofParameters(new byte[] {1, 2, 3}));
        assertThatExceptionOfType(BadModelException.class)
                .isThrownBy(() -> Network.load(other, INPUT, Weights.none(), manager))
                .withMessage("network TUTORIAL_CONVNET has no parameters");
    }

    private void assertRefused(NetworkSpec spec, Weights weights) {
        assertThatExceptionOfType(BadModelException.class)
                .isThrownBy(() -> Network.load(spec, INPUT, weights, manager))
                .withMessageStartingWith("the parameters do not belong to network " + spec);
    }

    private static float[] pooled(Pooling pooling, NDArray map) {
        return Layers.pooling(pooling)
                .forward(new ParameterStore(map.getManager(), false), new NDList(map), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    private Network initialised(NetworkSpec spec, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        return Network.initialise(spec, INPUT, Weights.none(), manager);
    }

    private NDArray images(int count) {
        Engine.getInstance().setRandomSeed(99);
        return manager.randomUniform(-1, 1, new Shape(count, INPUT.height(), INPUT.width(), INPUT.channels()))
                .transpose(0, 3, 1, 2);
    }

    private NDArray embed(Network network, NDArray images, boolean training) {
        return network.block()
                .forward(new ParameterStore(manager, false), new NDList(images), training)
                .singletonOrThrow();
    }
}
