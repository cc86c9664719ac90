package dev.semblance.benchmarks.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final List<Embedding> VECTORS = new ClusteredVectors(8, 5).next(2_000);

    @Test
    void shouldNameNewImagesByTheirPosition() {
        Changes changes = Changes.ofNew(VECTORS);

        assertThat(changes.at(17).id()).isEqualTo(Changes.id(17));
        assertThat(new HashSet<>(changes.ids())).hasSize(VECTORS.size());
    }

    @Test
    void shouldReplaceTheShareThatIsAskedFor() {
        Changes changes = Changes.withUpdates(VECTORS, 20, 1);

        assertThat(new HashSet<>(changes.ids()).size()).isBetween(1_500, 1_700);
        assertThat(changes.ids()).isSubsetOf(Changes.ofNew(VECTORS).ids());
    }

    @Test
    void shouldDrawTheSameVectorsFromTheSameSeed() {
        assertThat(new ClusteredVectors(8, 5).next(2_000)).isEqualTo(VECTORS);
        assertThat(new ClusteredVectors(8, 6).next(2_000)).isNotEqualTo(VECTORS);
    }
}
