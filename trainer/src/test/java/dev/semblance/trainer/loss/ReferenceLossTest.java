package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers in losses.json were computed by running TensorFlow Similarity, or stand in its tests. */
class ReferenceLossTest {
    private static final double TOLERANCE = 2e-4;

    private final Tensors tensors = new Tensors();

    @AfterEach
    void close() {
        tensors.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAgreeWithTheReference(String name, JsonNode given) {
        MetricLoss loss = new LossSpec(given.path("loss").asText()).create();
        NDArray labels = tensors.labels(Tensors.ints(given.path("labels")));
        NDArray embeddings = embeddings(given);
        double tolerance = given.path("tolerance").asDouble(TOLERANCE);

        if (given.has("perExample")) {
            assertThat(loss.perExample(labels, embeddings).toFloatArray())
                    .containsExactly(Tensors.floats(given.path("perExample")), within((float) tolerance));
        }
        if (given.has("mean")) {
            assertThat((double) Tensors.mean(loss, labels, embeddings))
                    .isCloseTo(given.path("mean").asDouble(), within(tolerance));
        }
        if (given.has("sum")) {
            assertThat((double) loss.perExample(labels, embeddings).sum().getFloat())
                    .isCloseTo(given.path("sum").asDouble(), within(tolerance));
        }
        assertThat(loss.memoryless()).as("keeps nothing").isSameAs(loss);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("casesWithGradients")
    void shouldHaveTheGradientsOfTheReference(String name, JsonNode given) {
        MetricLoss loss = new LossSpec(given.path("loss").asText()).create();
        NDArray labels = tensors.labels(Tensors.ints(given.path("labels")));
        float[] expected = tensors.rows(given.path("gradientOfMean")).toFloatArray();

        assertThat(tensors.gradient(loss, labels, embeddings(given)))
                .containsExactly(expected, within((float) TOLERANCE));
    }

    static List<Arguments> cases() throws IOException {
        return Tensors.cases("losses.json", "loss");
    }

    static List<Arguments> casesWithGradients() throws IOException {
        return cases().stream()
                .filter(given -> ((JsonNode) given.get()[1]).has("gradientOfMean"))
                .toList();
    }

    private NDArray embeddings(JsonNode given) {
        if (given.has("embeddings")) {
            return tensors.rows(given.path("embeddings"));
        }
        JsonNode oneHot = given.path("oneHot");
        int[] indices = Tensors.ints(oneHot.path("indices"));
        int depth = oneHot.path("depth").asInt();
        float[] values = new float[indices.length * depth];
        for (int i = 0; i < indices.length; i++) {
            values[i * depth + indices[i]] = 1;
        }
        return tensors.rows(depth, values);
    }
}
