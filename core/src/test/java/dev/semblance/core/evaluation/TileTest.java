package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
    private static final List<Embedding> POINTS =
            List.of(Embedding.of(1, 0, 0), Embedding.of(0.6f, 0, -0.8f), Embedding.of(-0.36f, 0.48f, 0.8f));

    @Test
    void shouldGiveTheSameDistancesByColumnsAsByPairs() {
        Search query = new Search(Embedding.of(0.48f, 0.6f, 0.64f), 1);
        float[] byColumns = new float[Tile.POINTS];
        float[] byPairs = new float[Tile.POINTS];

        new CosineTile(0, POINTS).distances(query, byColumns);
        new PairwiseTile(0, POINTS, Distance.COSINE).distances(query, byPairs);

        assertThat(byColumns).startsWith(byPairs[0], byPairs[1], byPairs[2]);
        // 1 - 0.48, 1 - (0.288 - 0.512), 1 - (-0.1728 + 0.288 + 0.512)
        assertThat(byPairs).usingComparatorWithPrecision(1e-6f).startsWith(0.52f, 1.224f, 0.3728f);
    }

    @Test
    void shouldForgetTheQueryBefore() {
        CosineTile tile = new CosineTile(0, POINTS);
        float[] scratch = new float[Tile.POINTS];

        tile.distances(new Search(Embedding.of(0, 1, 0), 1), scratch);
        tile.distances(new Search(Embedding.of(1, 0, 0), 1), scratch);

        assertThat(scratch).usingComparatorWithPrecision(1e-6f).startsWith(0, 0.4f, 1.36f);
    }
}
