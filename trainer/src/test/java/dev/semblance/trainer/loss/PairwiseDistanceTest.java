package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers in distances.json were computed by running TensorFlow Similarity. */
class PairwiseDistanceTest {
    private final Tensors tensors = new Tensors();

    @AfterEach
    void close() {
        tensors.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAgreeWithTheReference(String name, JsonNode given) {
        Distance distance = Distance.of(given.path("distance").asText());
        NDArray found = PairwiseDistance.between(distance, vectors(given, "queries"), vectors(given, "keys"))
                // The reference gives the inner product as it is, which is larger for what is nearer.
                .mul(distance == Distance.INNER_PRODUCT ? -1 : 1);

        if (given.has("matrix")) {
            float[] expected = tensors.rows(given.path("matrix")).toFloatArray();
            assertThat(found.toFloatArray()).containsExactly(expected, within(2e-4f));
        }
        if (given.has("sum")) {
            assertThat((double) found.sum().getFloat())
                    .isCloseTo(given.path("sum").asDouble(), within(1e-6));
        }
        for (JsonNode entry : given.path("entries")) {
            assertThat((double) found.getFloat(
                            entry.path("i").asInt(), entry.path("j").asInt()))
                    .isCloseTo(entry.path("value").asDouble(), within(1e-6));
        }
    }

    static List<Arguments> cases() throws IOException {
        return Tensors.cases("distances.json", "distance");
    }

    private NDArray vectors(JsonNode given, String name) {
        NDArray rows = tensors.rows(given.path(name));
        return given.path("normalise").asBoolean() ? rows.div(rows.norm(new int[] {1}, true)) : rows;
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void shouldAgreeWithTheDistanceOfEmbeddings(Distance distance) {
        Random random = new Random(Tensors.SEED);
        NDArray queries = tensors.unitRows(3, 16, random);
        NDArray keys = tensors.unitRows(5, 16, random);

        NDArray found = PairwiseDistance.between(distance, queries, keys);

        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 5; j++) {
                float expected = distance.between(
                        Embedding.of(queries.get(i).toFloatArray()),
                        Embedding.of(keys.get(j).toFloatArray()));
                assertThat(found.getFloat(i, j))
                        .as("%d, %d of seed %d", i, j, Tensors.SEED)
                        .isCloseTo(expected, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void shouldHaveFiniteValuesAndGradientsForIdenticalAndConstantVectors(Distance distance) {
        NDArray rows = tensors.rows(4, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0, 0, 0, 1, 0, 0, 0);

        for (float value : PairwiseDistance.between(distance, rows, rows).toFloatArray()) {
            assertThat(value).isFinite();
        }
        for (float value : tensors.gradient(rows, row -> PairwiseDistance.between(distance, row, row))) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void shouldHaveNoGradientWhereTheEuclideanDistanceIsNone() {
        NDArray rows = tensors.rows(2, 1, 0, 1, 0);

        assertThat(tensors.gradient(rows, row -> PairwiseDistance.between(Distance.EUCLIDEAN, row, row)))
                .containsOnly(0);
    }

    @Test
    void shouldPullAlongTheLineForEuclidean() {
        NDArray keys = tensors.rows(2, 3, 4);

        // From the origin to (3, 4), at distance 5.
        assertThat(tensors.gradient(
                        tensors.rows(2, 0, 0), row -> PairwiseDistance.between(Distance.EUCLIDEAN, row, keys)))
                .containsExactly(new float[] {-0.6f, -0.8f}, within(1e-6f));
    }

    @Test
    void shouldPullByTheSignForManhattan() {
        NDArray keys = tensors.rows(3, 2, -2, 1, 0, 0, 1);
        NDArray query = tensors.rows(3, 1, 1, 1);

        assertThat(PairwiseDistance.between(Distance.MANHATTAN, query, keys).toFloatArray())
                .containsExactly(4, 2);
        assertThat(tensors.gradient(query, row -> PairwiseDistance.between(Distance.MANHATTAN, row, keys)))
                .containsExactly(0, 2, 0);
    }

    @Test
    void shouldDivideNoiseByTheSignalOfTheQueryForSnr() {
        NDArray rows = tensors.rows(3, 0, 2, 4, 0, 1, 0);

        assertThat(PairwiseDistance.between(Distance.SNR, rows, rows).toFloatArray())
                .containsExactly(new float[] {0, 26f / 24, 13, 0}, within(1e-5f));
    }
}
