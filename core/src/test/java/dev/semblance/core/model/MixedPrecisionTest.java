package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import dev.semblance.core.image.InputSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs on every processor; those without instructions for bfloat16 do the same, slowly. */
class MixedPrecisionTest {
    private static final InputSpec INPUT = new InputSpec(24, 24, 3, 0.5f, 0.25f);
    private static final int DIMENSION = 8;
    private static final int BATCH = 4;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Bfloat16 has 8 significant bits: 1 + 1/256 lies between 1 and 1 + 1/128, and the even one is 1. */
    @Test
    void shouldRoundWeightsAndPassTheirGradientOn() {
        Block convolution = Conv2d.builder()
                .setKernelShape(new Shape(1, 1))
                .setFilters(1)
                .optBias(false)
                .build();
        convolution.setInitializer(new ConstantInitializer(1 + 1 / 256f), Parameter.Type.WEIGHT);
        convolution.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 1, 1));
        ChannelsLast.apply(convolution, manager); // ready to learn
        NDArray weight = convolution.getParameters().valueAt(0).getArray();
        NDArray three = manager.full(new Shape(1, 1, 1, 1), 3);
        ParameterStore exact = new ParameterStore(manager, false);

        float gradient;
        float value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Block widened = new SequentialBlock().add(convolution).add(Layers.pooling(new Pooling.Flatten()));
            NDArray given = new MixedForward(widened, manager).embed(exact, three);
            value = given.getFloat(0, 0);
            collector.backward(given.sum());
            gradient = weight.getGradient().getFloat(0, 0, 0, 0);
        }

        assertThat(value).isEqualTo(3);
        assertThat(gradient).isEqualTo(3);
        assertThat(weight.getFloat(0, 0, 0, 0)).isEqualTo(1 + 1 / 256f);
        assertThat(weight.getGradient().getDataType()).isEqualTo(DataType.FLOAT32);
    }

    /** The same network in float32 stands beside it; rounding to 8 bits is all that may lie between them. */
    @ParameterizedTest
    @EnumSource
    void shouldLearnWhatItLearnsInFloat32(NetworkArchitecture architecture) {
        Learned exact = learn(architecture, Precision.FLOAT32);
        Learned mixed = learn(architecture, Precision.BFLOAT16);

        assertThat(mixed.embeddings()).isNotEqualTo(exact.embeddings());
        for (int image = 0; image < BATCH; image++) {
            assertThat(cosine(row(mixed.embeddings(), image), row(exact.embeddings(), image)))
                    .isBetween(0.999, 1.0);
        }
        assertThat(mixed.gradients()).hasSameSizeAs(exact.gradients()).isNotEmpty();
        exact.gradients()
                .forEach((name, gradient) -> assertThat(
                                cosine(mixed.gradients().getOrDefault(name, new float[gradient.length]), gradient))
                        .as(name)
                        .isBetween(0.9, 1.0));
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepNothingOfABatch(Precision precision) {
        Network network = network(NetworkArchitecture.TUTORIAL_CONVNET);
        ParameterStore parameters = new ParameterStore(manager, false);
        learn(network, parameters, precision); // parameters and their gradients stay
        int held = manager.getManagedArrays().size();

        learn(network, parameters, precision);

        assertThat(manager.getManagedArrays()).hasSize(held);
        assertThat(network.block().getParameters().values())
                .allMatch(parameter -> parameter.getArray().getDataType() == DataType.FLOAT32);
    }

    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Learned(float[] embeddings, Map<String, float[]> gradients) {}

    private Learned learn(NetworkArchitecture architecture, Precision precision) {
        return learn(network(architecture), new ParameterStore(manager, false), precision);
    }

    private Learned learn(Network network, ParameterStore parameters, Precision precision) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray images = images(scope);
            NDArray embeddings = network.learning(precision).embed(parameters, images);
            collector.backward(embeddings.get(":, 0").sum());
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.block().getParameters().forEach(named -> {
                Parameter parameter = named.getValue();
                if (parameter.getArray().hasGradient()) {
                    NDArray gradient = parameter.getArray().getGradient();
                    gradient.attach(scope);
                    gradients.put(named.getKey(), gradient.toFloatArray());
                }
            });
            return new Learned(embeddings.toFloatArray(), gradients);
        }
    }

    private Network network(NetworkArchitecture architecture) {
        Engine.getInstance().setRandomSeed(1);
        return Network.initialise(NetworkSpec.of(architecture, DIMENSION), INPUT, Weights.none(), manager);
    }

    private static NDArray images(NDManager scope) {
        Engine.getInstance().setRandomSeed(99);
        return scope.randomUniform(-1, 1, new Shape(BATCH, INPUT.height(), INPUT.width(), INPUT.channels()))
                .transpose(0, 3, 1, 2);
    }

    private static float[] row(float[] embeddings, int image) {
        return Arrays.copyOfRange(embeddings, image * DIMENSION, (image + 1) * DIMENSION);
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        double ofLeft = 0;
        double ofRight = 0;
        for (int i = 0; i < left.length; i++) {
            product += (double) left[i] * right[i];
            ofLeft += (double) left[i] * left[i];
            ofRight += (double) right[i] * right[i];
        }
        return Math.min(1, product / Math.sqrt(ofLeft * ofRight)); // rounding may exceed 1
    }
}
