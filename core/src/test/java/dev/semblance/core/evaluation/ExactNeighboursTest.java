package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactNeighboursTest {
    private static final ExactNeighbours CORPUS = new ExactNeighbours(
            List.of(
                    Embedding.of(-1, 0),
                    Embedding.of(0, 1),
                    Embedding.of(0.6f, 0.8f),
                    Embedding.of(0, -1),
                    Embedding.of(1, 0)),
            Distance.COSINE);
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
}
