package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A threshold is a distance that was seen: whoever sees it again must see the same one, to the last digit. */
class NeighbourDistanceTest {
    private static final int DIMENSION = 100;
    private static final int IMAGES = 1_000;
    /** Every segment has a graph; none is merged. */
    private static final IndexSettings GRAPHS = new IndexSettings(8, 40, 0, 300, 100, 1);

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void shouldNotDependOnTheWayOfTheSearch() throws IOException {
        try (Corpus corpus = new Corpus(folder, GRAPHS, 1)) {
            for (int i = 0; i < IMAGES; i++) {
                corpus.put(new IndexedImage("image-" + i, embedding(), Optional.of("a"), Map.of()));
            }
            IndexSnapshot snapshot = corpus.open();
            for (int i = 0; i < 20; i++) {
                Embedding query = embedding();
                Map<String, Float> scanned = distances(snapshot, query, new SearchMode.Exact(), DocumentFilter.NONE);

                assertThat(scanned).hasSize(100);
                assertThat(distances(snapshot, query, new SearchMode.Approximate(IMAGES), DocumentFilter.NONE))
                        .isEqualTo(scanned);
                assertThat(distances(
                                snapshot, query, new SearchMode.Approximate(100), DocumentFilter.NONE.butId("nobody")))
                        .isEqualTo(scanned);
                scanned.forEach((id, distance) -> assertThat(distance)
                        .isCloseTo(
                                Distance.COSINE.between(
                                        query, snapshot.image(id).orElseThrow().embedding()),
                                within(1e-6f)));
            }
            snapshot.release();
        }
    }

    private static Map<String, Float> distances(
            IndexSnapshot snapshot, Embedding query, SearchMode mode, DocumentFilter filter) {
        return snapshot.nearest(new NearestQuery(query, 100, mode, filter)).stream()
                .collect(Collectors.toMap(Neighbour::id, Neighbour::distance));
    }

    private Embedding embedding() {
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.normalised(values);
    }
}
