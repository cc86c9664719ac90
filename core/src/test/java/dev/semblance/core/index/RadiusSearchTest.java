package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadiusSearchTest {
    private static final Embedding POINT = Embedding.of(1, 0);

    @TempDir
    private Path folder;

    @Test
    void shouldFindWhatLiesOnTheRadiusAndNothingBeyond() throws IOException {
        try (Corpus corpus = new Corpus(folder, IndexSettings.DEFAULT, 1)) {
            put(corpus, "same", Embedding.of(1, 0));
            put(corpus, "half", Embedding.of(0.5f, (float) Math.sqrt(0.75)));
            corpus.commit();
            put(corpus, "square", Embedding.of(0, 1));
            put(corpus, "opposite", Embedding.of(-1, 0));
            IndexSnapshot snapshot = corpus.open();

            assertThat(within(snapshot, 0)).containsExactly("same");
            assertThat(within(snapshot, Math.nextDown(0.5f))).containsExactly("same");
            assertThat(within(snapshot, 0.5f)).containsExactly("same", "half");
            assertThat(within(snapshot, Math.nextDown(1f))).containsExactly("same", "half");
            assertThat(within(snapshot, 1)).containsExactly("same", "half", "square");
            assertThat(within(snapshot, Math.nextDown(2f))).containsExactly("same", "half", "square");
            assertThat(within(snapshot, 2)).containsExactly("same", "half", "square", "opposite");
            assertThat(within(snapshot, Float.MAX_VALUE)).hasSize(4);
            snapshot.release();
        }
    }

    @Test
    void shouldFindAllWithinTheRadiusButNotMoreThanK() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        try (Corpus corpus = new Corpus(folder, IndexSettings.DEFAULT, 2)) {
            for (int i = 0; i < 400; i++) {
                put(corpus, "image-" + i, Corpus.randomEmbedding(random, 64));
            }
            IndexSnapshot snapshot = corpus.open();
            Embedding point = Corpus.randomEmbedding(random, 64);
            List<IndexedImage> all = corpus.nearest(point, image -> true);
            for (int rank = 0; rank < 400; rank++) {
                double distance = Corpus.distance(point, all.get(rank));
                String id = all.get(rank).id();

                // Sums of products in float32 are right to some 1e-7, and not to the same bit each time.
                assertThat(within(snapshot, point, 400, (float) (distance + 1e-6)))
                        .hasSizeGreaterThan(rank)
                        .contains(id);
                assertThat(within(snapshot, point, 400, (float) (distance - 1e-6)))
                        .hasSizeLessThanOrEqualTo(rank)
                        .doesNotContain(id);
            }
            float radius = (float) Corpus.distance(point, all.get(50));
            assertThat(within(snapshot, point, 7, radius))
                    .isEqualTo(all.subList(0, 7).stream().map(IndexedImage::id).toList());
            snapshot.release();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, Float.NaN, Float.POSITIVE_INFINITY})
    void shouldRefuseWhatIsNoRadius(float radius) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchMode.Within(radius))
                .withMessageContaining("" + radius);
    }

    @Test
    void shouldRefuseToFindNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NearestQuery(POINT, 0, new SearchMode.Exact(), DocumentFilter.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new SearchMode.Approximate(0));
    }

    private static List<String> within(IndexSnapshot snapshot, float radius) {
        return within(snapshot, POINT, 10, radius);
    }

    private static List<String> within(IndexSnapshot snapshot, Embedding point, int k, float radius) {
        return snapshot.nearest(new NearestQuery(point, k, new SearchMode.Within(radius), DocumentFilter.NONE)).stream()
                .map(Neighbour::id)
                .toList();
    }

    private static void put(Corpus corpus, String id, Embedding embedding) throws IOException {
        corpus.put(new IndexedImage(id, embedding, Optional.empty(), Map.of()));
    }
}
