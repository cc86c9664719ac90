package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers in multi-similarity.json were computed by running TensorFlow Similarity. */
class MultiSimilarityLossTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAgreeWithTheReference(String name, JsonNode given) {
        MultiSimilarityLoss loss = loss(given.path("parameters"));
        NDArray labels = manager.create(ints(given.path("labels")));
        NDArray embeddings = matrix(given.path("embeddings"));

        assertThat(loss.perAnchor(labels, embeddings).toFloatArray())
                .as("values of %s", name)
                .containsExactly(floats(given.path("perAnchor")), within(2e-4f));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("casesWithGradients")
    void shouldHaveTheGradientsOfTheReference(String name, JsonNode given) {
        MultiSimilarityLoss loss = loss(given.path("parameters"));
        NDArray labels = manager.create(ints(given.path("labels")));
        float[] expected = matrix(given.path("gradientOfMean")).toFloatArray();

        assertThat(gradient(loss, labels, matrix(given.path("embeddings"))))
                .as("gradients of %s", name)
                .containsExactly(expected, within(2e-4f));
    }

    @Test
    void shouldFollowTheFormulaByHand() {
        // Anchors 0 and 1 are alike at distance 0.4; anchor 2 is at 1 from 0 and at 0.2 from 1, and has no positive.
        NDArray embeddings = manager.create(new float[] {1, 0, 0.6f, 0.8f, 0, 1}, new Shape(3, 2));
        NDArray labels = manager.create(new int[] {5, 5, 9});

        // 0: nearest negative 1, so no positive farther than 0.9: nothing to learn.
        // 1: positive 0.4 > 0.2 - 0.1, negative 0.2 < 0.4 + 0.1: ln(1 + e^(2 * -0.1)) / 2 + ln(1 + e^(-40 * -0.3)) / 40
        double expected = Math.log1p(Math.exp(-0.2)) / 2 + Math.log1p(Math.exp(12)) / 40;
        assertThat(MultiSimilarityLoss.DEFAULT.perAnchor(labels, embeddings).toFloatArray())
                .containsExactly(new float[] {0, (float) expected, 0}, within(1e-5f));
    }

    @Test
    void shouldBeZeroWithoutNegativesOrWithoutPositives() {
        NDArray embeddings = manager.create(new float[] {1, 0, 0.6f, 0.8f, 0, 1}, new Shape(3, 2));

        assertNothingToLearn(manager.create(new int[] {1, 1, 1}), embeddings);
        assertNothingToLearn(manager.create(new int[] {1, 2, 3}), embeddings);
    }

    private static void assertNothingToLearn(NDArray labels, NDArray embeddings) {
        assertThat(MultiSimilarityLoss.DEFAULT.ofBatch(labels, embeddings).getFloat())
                .isZero();
        assertThat(gradient(MultiSimilarityLoss.DEFAULT, labels, embeddings)).containsOnly(0);
    }

    private static float[] gradient(MultiSimilarityLoss loss, NDArray labels, NDArray embeddings) {
        embeddings.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.ofBatch(labels, embeddings));
        }
        return embeddings.getGradient().toFloatArray();
    }

    static List<Arguments> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                MultiSimilarityLossTest.class.getResourceAsStream("multi-similarity.json"), "the cases are there")) {
            List<Arguments> cases = new ArrayList<>();
            for (JsonNode given : new ObjectMapper().readTree(in)) {
                cases.add(Arguments.of(given.path("name").asText(), given));
            }
            return cases;
        }
    }

    static List<Arguments> casesWithGradients() throws IOException {
        return cases().stream()
                .filter(given -> ((JsonNode) given.get()[1]).has("gradientOfMean"))
                .toList();
    }

    private static MultiSimilarityLoss loss(JsonNode parameters) {
        MultiSimilarityLoss usual = MultiSimilarityLoss.DEFAULT;
        return new MultiSimilarityLoss(
                (float) parameters.path("alpha").asDouble(usual.alpha()),
                (float) parameters.path("beta").asDouble(usual.beta()),
                (float) parameters.path("epsilon").asDouble(usual.epsilon()),
                (float) parameters.path("lmda").asDouble(usual.lmda()),
                (float) parameters.path("center").asDouble(usual.center()));
    }

    private NDArray matrix(JsonNode rows) {
        NDArray[] arrays = new NDArray[rows.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = manager.create(floats(rows.get(i)));
        }
        return NDArrays.stack(new NDList(arrays));
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.get(i).asDouble();
        }
        return floats;
    }

    private static int[] ints(JsonNode values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values.get(i).asInt();
        }
        return ints;
    }
}
