package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes and counts by hand, from the layers' definitions. */
class NetworkArchitectureTest {
    private static final InputSpec CIFAR = new InputSpec(32, 32, 3, 0, 1);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void shouldHaveTheShapesOfTheTutorialLayerByLayer() {
        Block layers = NetworkArchitecture.TUTORIAL_CONVNET.layers();
        layers.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        List<String> shapes = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        Shape[] current = {new Shape(1, 3, 32, 32)};
        for (Block layer : layers.getChildren().values()) {
            current = layer.getOutputShapes(current);
            shapes.add(current[0].toString());
            counts.add(count(layer));
        }

        assertThat(shapes)
                .containsExactly(
                        "(1, 64, 30, 30)", // convolution
                        "(1, 64, 30, 30)", // ReLU
                        "(1, 64, 30, 30)", // batch normalisation
                        "(1, 128, 28, 28)",
                        "(1, 128, 28, 28)",
                        "(1, 128, 28, 28)",
                        "(1, 128, 7, 7)", // pooling
                        "(1, 256, 5, 5)",
                        "(1, 256, 5, 5)",
                        "(1, 256, 5, 5)",
                        "(1, 256, 3, 3)",
                        "(1, 256, 3, 3)");
        assertThat(counts).containsExactly(1_792L, 0L, 256L, 73_856L, 0L, 512L, 0L, 295_168L, 0L, 1_024L, 590_080L, 0L);
    }

    /**
     * ResNet-18: stem 1,728 + 256; stacks of 152,832, 526,848, 2,102,272 and 8,398,848; embedding layer 512 x 128 +
     * 128; half of the 19,456 values of batch normalisations are running statistics.
     */
    @ParameterizedTest
    @CsvSource({"TUTORIAL_CONVNET, 256, 1028480, 896", "RESNET18_CIFAR, 128, 11248448, 9728"})
    void shouldHaveAsManyParameters(NetworkArchitecture architecture, int dimension, long all, long notTrainable) {
        Block network = Network.initialise(NetworkSpec.of(architecture, dimension), CIFAR, Weights.none(), manager)
                .block();

        assertThat(count(network)).isEqualTo(all);
        assertThat(network.getParameters().values().stream()
                        .filter(parameter -> !parameter.requiresGradient())
                        .mapToLong(parameter -> parameter.getShape().size())
                        .sum())
                .isEqualTo(notTrainable);
        assertThat(network.getOutputShapes(new Shape[] {new Shape(5, 3, 32, 32)}))
                .containsExactly(new Shape(5, dimension));
    }

    @Test
    void shouldHalveTheSizeInAllStacksOfTheResNetButTheFirst() {
        Block layers = NetworkArchitecture.RESNET18_CIFAR.layers();
        layers.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        List<String> shapes = new ArrayList<>();
        Shape[] current = {new Shape(1, 3, 32, 32)};
        for (Block layer : layers.getChildren().values()) {
            current = layer.getOutputShapes(current);
            shapes.add(current[0].toString());
        }

        assertThat(shapes.subList(2, shapes.size()))
                .containsExactly(
                        "(1, 64, 32, 32)",
                        "(1, 64, 32, 32)",
                        "(1, 64, 32, 32)",
                        "(1, 128, 16, 16)",
                        "(1, 128, 16, 16)",
                        "(1, 256, 8, 8)",
                        "(1, 256, 8, 8)",
                        "(1, 512, 4, 4)",
                        "(1, 512, 4, 4)");
    }

    /** Keras keeps 0.99 of a running mean at each step: of a batch that is 1 everywhere it takes up 0.01. */
    @Test
    void shouldKeepRunningStatisticsWithTheMomentumOfKeras() {
        BatchNorm norm = (BatchNorm) Layers.batchNorm(1e-3f);
        norm.initialize(manager, DataType.FLOAT32, new Shape(2, 1, 2, 2));
        norm.forward(new ParameterStore(manager, false), new NDList(manager.ones(new Shape(2, 1, 2, 2))), true);

        assertThat(value(norm, Parameter.Type.RUNNING_MEAN)).isEqualTo(0.01f, within());
        assertThat(value(norm, Parameter.Type.RUNNING_VAR)).isEqualTo(0.99f, within());
    }

    /** Of 4 with running mean 0 and variance 1: 4 / sqrt(1 + 1.25) = 8/3. */
    @Test
    void shouldAddEpsilonToTheVariance() {
        Block norm = Layers.batchNorm(1.25f);
        norm.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 1, 1));

        assertThat(norm.forward(
                                new ParameterStore(manager, false),
                                new NDList(manager.full(new Shape(1, 1, 1, 1), 4f)),
                                false)
                        .singletonOrThrow()
                        .getFloat(0, 0, 0, 0))
                .isEqualTo(8f / 3, within());
    }

    @ParameterizedTest
    @CsvSource({"TUTORIAL_CONVNET, 23", "SMALL_CONVNET, 7", "RESNET18_CIFAR, 7"})
    void shouldRefuseImagesThatWouldShrinkToNothing(NetworkArchitecture architecture, int side) {
        InputSpec tooSmall = new InputSpec(side + 1, side, 3, 0, 1);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> architecture.require(tooSmall))
                .withMessage(
                        "network %s takes images of at least %d x %d pixels, not %d x %d; choose another network"
                                + " or larger images",
                        architecture, side + 1, side + 1, side + 1, side);
        Network.initialise(
                NetworkSpec.of(architecture, 8), new InputSpec(side + 1, side + 1, 3, 0, 1), Weights.none(), manager);
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-6f);
    }

    private static float value(Block block, Parameter.Type type) {
        return block.getParameters().values().stream()
                .filter(parameter -> parameter.getType() == type)
                .findFirst()
                .orElseThrow()
                .getArray()
                .getFloat(0);
    }

    private static long count(Block block) {
        return block.getParameters().values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }
}
