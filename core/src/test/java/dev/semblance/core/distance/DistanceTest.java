package dev.semblance.core.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers in distances.json were computed by running TensorFlow Similarity. */
class DistanceTest {
    private static final long SEED = Long.getLong("test.seed", 20260101);

    @Test
    void shouldGoFromZeroToTwo() {
        Embedding east = Embedding.of(1, 0);

        assertThat(Distance.COSINE.between(east, Embedding.of(1, 0))).isZero();
        assertThat(Distance.COSINE.between(east, Embedding.of(0.6f, 0.8f))).isCloseTo(0.4f, within(1e-6f));
        assertThat(Distance.COSINE.between(east, Embedding.of(0, 1))).isEqualTo(1);
        assertThat(Distance.COSINE.between(east, Embedding.of(-1, 0))).isEqualTo(2);
    }

    @Test
    void shouldNotGoBelowZeroByRounding() {
        Embedding longish = Embedding.of(1.0001f, 0);

        assertThat(Distance.COSINE.between(longish, longish)).isZero();
    }

    @Test
    void shouldRefuseDifferentDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distance.COSINE.between(Embedding.of(1, 0), Embedding.of(1, 0, 0)))
                .withMessageContaining("2 and 3");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAgreeWithTheReference(String name, JsonNode given) {
        Distance distance = Distance.of(given.path("distance").asText());
        // The reference gives the inner product as it is, which is larger for what is nearer.
        float sign = distance == Distance.INNER_PRODUCT ? -1 : 1;
        boolean normalise = given.path("normalise").asBoolean();
        JsonNode queries = given.path("queries");
        JsonNode keys = given.path("keys");
        double sum = 0;
        for (int i = 0; i < queries.size(); i++) {
            for (int j = 0; j < keys.size(); j++) {
                float found =
                        sign * distance.between(vector(queries.path(i), normalise), vector(keys.path(j), normalise));
                sum += found;
                if (given.has("matrix")) {
                    double expected = given.path("matrix").path(i).path(j).asDouble();
                    assertThat((double) found).as("%d, %d", i, j).isCloseTo(expected, within(2e-5));
                }
                for (JsonNode entry : given.path("entries")) {
                    if (entry.path("i").asInt() == i && entry.path("j").asInt() == j) {
                        assertThat((double) found).isCloseTo(entry.path("value").asDouble(), within(1e-6));
                    }
                }
            }
        }
        if (given.has("sum")) {
            assertThat(sum).isCloseTo(given.path("sum").asDouble(), within(1e-6));
        }
    }

    @Test
    void shouldAddUpAbsoluteDifferencesForManhattan() {
        assertThat(Distance.MANHATTAN.between(new float[] {1, -2, 0.5f}, new float[] {-1, 0, 0.5f}))
                .isEqualTo(4);
    }

    @Test
    void shouldDivideNoiseByTheSignalOfTheQueryForSnr() {
        float[] query = {0, 2, 4}; // variance 8/3
        float[] key = {0, 1, 0}; // differences 0, 1, 4: mean 5/3, variance 26/9; variance of the key 2/9

        assertThat(Distance.SNR.between(query, key)).isCloseTo(26f / 24, within(1e-6f));
        assertThat(Distance.SNR.between(key, query)).isCloseTo(13, within(1e-5f));
    }

    @Test
    void shouldStayFiniteForAQueryWithoutSignal() {
        float[] constant = {0.5f, 0.5f, 0.5f, 0.5f};

        assertThat(Distance.SNR.between(constant, constant)).isZero();
        assertThat(Distance.SNR.between(constant, new float[] {0.5f, -0.5f, 0.5f, -0.5f}))
                .isFinite()
                .isPositive();
    }

    @Test
    void shouldTakeNegligibleEuclideanDistancesForZero() {
        assertThat(Distance.EUCLIDEAN.between(new float[] {0}, new float[] {0.9e-9f}))
                .isZero();
        assertThat(Distance.EUCLIDEAN.between(new float[] {0}, new float[] {1.1e-9f}))
                .isCloseTo(1.1e-9f, within(1e-14f));
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void shouldFindTheSameNearestOfAll(Distance distance) {
        Embedding query = Embedding.of(0.6f, 0.8f, 0);
        Embedding near = Embedding.of(0.8f, 0.6f, 0);
        Embedding far = Embedding.of(-0.6f, 0, 0.8f);

        assertThat(distance.between(query, query))
                .isLessThan(distance.between(query, near))
                .isLessThan(distance.between(query, far));
        assertThat(distance.between(query, near)).isLessThan(distance.between(query, far));
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void shouldOrderUnitVectorsLikeCosineWhereItSaysSo(Distance distance) {
        Random random = new Random(SEED);
        Embedding query = unitVector(random);
        List<Embedding> corpus =
                Stream.generate(() -> unitVector(random)).limit(40).toList();

        boolean sameOrder = ordered(corpus, query, distance).equals(ordered(corpus, query, Distance.COSINE));

        assertThat(sameOrder).as("seed %d", SEED).isEqualTo(distance.isOrderedLikeCosine());
    }

    private static List<Embedding> ordered(List<Embedding> corpus, Embedding query, Distance distance) {
        return corpus.stream()
                .sorted(Comparator.comparingDouble(key -> distance.between(query, key)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "cosine, COSINE",
        "CosineDistance, COSINE",
        "l2, EUCLIDEAN",
        "Pythagorean, EUCLIDEAN",
        "squared_euclidean, SQUARED_EUCLIDEAN",
        "SQL2, SQUARED_EUCLIDEAN",
        "sqeuclidean, SQUARED_EUCLIDEAN",
        "taxicab, MANHATTAN",
        "L1, MANHATTAN",
        "ip, INNER_PRODUCT",
        "InnerProductSimilarity, INNER_PRODUCT",
        "signal-to-noise-ratio, SNR",
        "snr, SNR"
    })
    void shouldKnowItsNames(String name, Distance distance) {
        assertThat(Distance.of(name)).isEqualTo(distance);
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void shouldBeFoundByItsCanonicalName(Distance distance) {
        assertThat(Distance.of(distance.canonicalName())).isEqualTo(distance);
    }

    @Test
    void shouldListWhatThereIsForAnUnknownName() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> Distance.of("hamming"))
                .withMessage("there is no distance 'hamming'; choose one of cosine, euclidean, squared_euclidean, "
                        + "manhattan, snr, inner_product");
    }

    static List<Arguments> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DistanceTest.class.getResourceAsStream("distances.json"), "the cases are there")) {
            List<Arguments> cases = new ArrayList<>();
            for (JsonNode given : new ObjectMapper().readTree(in)) {
                cases.add(Arguments.of(
                        given.path("id").asText() + " " + given.path("distance").asText(), given));
            }
            return cases;
        }
    }

    private static float[] vector(JsonNode values, boolean normalise) {
        double squares = 0;
        for (JsonNode value : values) {
            squares += Math.pow(value.asDouble(), 2);
        }
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (values.path(i).asDouble() / (normalise ? Math.sqrt(squares) : 1));
        }
        return vector;
    }

    private static Embedding unitVector(Random random) {
        float[] values = new float[8];
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            squares += (double) values[i] * values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
        return Embedding.of(values);
    }
}
