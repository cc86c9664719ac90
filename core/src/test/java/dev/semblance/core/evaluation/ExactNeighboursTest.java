package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactNeighboursTest {
    private static final ExactNeighbours CORPUS = new ExactNeighbours(
            List.of(
                    Embedding.of(-1, 0),
                    Embedding.of(0, 1),
                    Embedding.of(0.6f, 0.8f),
                    Embedding.of(0, -1),
                    Embedding.of(1, 0)),
            Distance.COSINE);
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    private static final Embedding EAST = Embedding.of(1, 0);

    @Test
    void shouldRankByDistance() {
        List<Neighbour> nearest = CORPUS.nearest(EAST, 2);

        assertThat(nearest).extracting(Neighbour::position).containsExactly(4, 2);
        assertThat(nearest.get(0).distance()).isZero();
        assertThat(nearest.get(1).distance()).isCloseTo(0.4f, within(1e-6f));
    }

    @Test
    void shouldKeepTheOrderOfTheCorpusAmongEquallyDistant() {
        assertThat(CORPUS.nearest(EAST, 4)).extracting(Neighbour::position).containsExactly(4, 2, 1, 3);
        assertThat(CORPUS.nearest(EAST, 3)).extracting(Neighbour::position).containsExactly(4, 2, 1);
    }

    @Test
    void shouldGiveAllOfASmallCorpus() {
        assertThat(CORPUS.nearest(EAST, 9)).extracting(Neighbour::position).containsExactly(4, 2, 1, 3, 0);
    }

    @Test
    void shouldRefuseToFindNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> CORPUS.nearest(EAST, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 37})
    void shouldFindWhatComparingPairByPairFinds(int dimension) {
        Random random = new Random(SEED);
        // Each point stands there three times, so that ties reach across tiles.
        List<Embedding> distinct = randomEmbeddings(random, 400, dimension);
        List<Embedding> corpus = new ArrayList<>(distinct);
        corpus.addAll(distinct);
        corpus.addAll(distinct);
        List<Embedding> queries = randomEmbeddings(random, 70, dimension);
        ExactNeighbours neighbours = new ExactNeighbours(corpus, Distance.COSINE);

        for (int k : new int[] {1, 10, 700, 5000}) {
            List<List<Neighbour>> found = neighbours.nearestOfEach(queries, k);

            assertThat(found).hasSameSizeAs(queries);
            for (int i = 0; i < queries.size(); i++) {
                List<Neighbour> expected = pairByPair(queries.get(i), corpus).subList(0, Math.min(k, corpus.size()));
                assertThat(found.get(i))
                        .extracting(Neighbour::position)
                        .as("seed %d, query %d, k %d", SEED, i, k)
                        .isEqualTo(expected.stream().map(Neighbour::position).toList());
                for (int rank = 0; rank < expected.size(); rank++) {
                    assertThat(found.get(i).get(rank).distance())
                            .isCloseTo(expected.get(rank).distance(), within(1e-6f));
                }
            }
        }
    }

    @Test
    void shouldFindTheSameForAQueryAloneAsAmongOthers() {
        Random random = new Random(SEED);
        List<Embedding> queries = randomEmbeddings(random, 70, 32);
        ExactNeighbours neighbours = new ExactNeighbours(randomEmbeddings(random, 600, 32), Distance.COSINE);

        List<List<Neighbour>> together = neighbours.nearestOfEach(queries, 5);

        for (int i = 0; i < queries.size(); i++) {
            assertThat(neighbours.nearest(queries.get(i), 5)).isEqualTo(together.get(i));
        }
    }

    @Test
    void shouldFindNothingInAnEmptyCorpus() {
        assertThat(new ExactNeighbours(List.of(), Distance.COSINE).nearest(EAST, 3))
                .isEmpty();
    }

    @Test
    void shouldRefuseDifferentDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CORPUS.nearest(Embedding.of(1, 0, 0), 1))
                .withMessageContaining("3 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExactNeighbours(List.of(EAST, Embedding.of(1)), Distance.COSINE));
    }

    private static List<Neighbour> pairByPair(Embedding query, List<Embedding> corpus) {
        List<Neighbour> all = new ArrayList<>();
        for (Embedding point : corpus) {
            all.add(new Neighbour(all.size(), Distance.COSINE.between(query, point)));
        }
        // A stable sort: equally distant ones keep their order.
        all.sort(Comparator.comparingDouble(Neighbour::distance));
        return all;
    }

    private static List<Embedding> randomEmbeddings(Random random, int count, int dimension) {
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] values = random.doubles(dimension, -1, 1).toArray();
            double length =
                    Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
            float[] unit = new float[dimension];
            for (int j = 0; j < dimension; j++) {
                unit[j] = (float) (values[j] / length);
            }
            embeddings.add(Embedding.of(unit));
        }
        return embeddings;
    }
}
