package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.matching.LabelledNeighbour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSampleTest {
    private static final IndexSettings NO_MERGES = new IndexSettings(8, 40, 0, 100_000, 100, 1);
    private static final int IMAGES = 300;

    @TempDir
    private Path folder;

    @Test
    void shouldDrawTheSameFromTheSameImagesHoweverTheyLie() throws IOException {
        try (Corpus one = new Corpus(folder.resolve("one"), NO_MERGES, 1);
                Corpus many = new Corpus(folder.resolve("many"), NO_MERGES, 4)) {
            fill(one, IMAGES);
            many.put(image(3, "coat"));
            many.put(image(IMAGES, "coat"));
            fill(many, 40);
            many.delete("image-" + IMAGES);
            IndexSnapshot inOne = one.open();
            IndexSnapshot inMany = many.open();
            assertThat(inMany.segments()).isGreaterThan(inOne.segments());

            assertThat(inMany.labelledSample(50, 9))
                    .isEqualTo(inOne.labelledSample(50, 9))
                    .hasSize(50);
            assertThat(inMany.labelledSample(50, 9)).isEqualTo(inMany.labelledSample(50, 9));
            inOne.release();
            inMany.release();
        }
    }

    @Test
    void shouldDrawOthersWithAnotherSeed() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 2)) {
            fill(corpus, IMAGES);
            IndexSnapshot snapshot = corpus.open();
            List<Set<String>> samples = new ArrayList<>();
            for (long seed : new long[] {0, 1, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
                samples.add(new HashSet<>(ids(snapshot.labelledSample(50, seed))));
            }
            assertThat(samples).doesNotHaveDuplicates();
            snapshot.release();
        }
    }

    @Test
    void shouldDrawLiveLabelledImagesOnceEach() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 2)) {
            fill(corpus, 100);
            for (int i = 0; i < IMAGES; i += 10) {
                corpus.delete("image-" + i);
                corpus.put(new IndexedImage("image-" + (i + 1), embedding(i), Optional.empty(), Map.of()));
                corpus.put(new IndexedImage("image-" + (i + 2), embedding(i), Optional.of("new"), Map.of("a", "b")));
            }
            List<IndexedImage> labelled = corpus.images().stream()
                    .filter(image -> image.label().isPresent())
                    .toList();
            IndexSnapshot snapshot = corpus.open();

            assertThat(snapshot.labelledSample(IMAGES, 1)).containsExactlyInAnyOrderElementsOf(labelled);
            assertThat(snapshot.labelledSample(labelled.size(), 2)).containsExactlyInAnyOrderElementsOf(labelled);
            assertThat(snapshot.labelledSample(labelled.size() - 1, 3))
                    .hasSize(labelled.size() - 1)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(labelled);
            assertThat(snapshot.labelledSample(0, 4)).isEmpty();
            snapshot.release();
        }
    }

    @Test
    void shouldDrawEachImageAboutAsOften() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 3)) {
            fill(corpus, 60);
            IndexSnapshot snapshot = corpus.open();
            Map<String, Integer> drawn = new HashMap<>();
            int samples = 600;
            for (int seed = 0; seed < samples; seed++) {
                ids(snapshot.labelledSample(30, seed)).forEach(id -> drawn.merge(id, 1, Integer::sum));
            }
            int labelled = snapshot.labelled().size();
            double share = 30.0 / labelled;
            double expected = samples * share;
            double squares = 0;
            for (IndexedImage image : corpus.images()) {
                if (image.label().isPresent()) {
                    squares += Math.pow(drawn.getOrDefault(image.id(), 0) - expected, 2);
                }
            }
            // Sum of n normal squares with the variance of a share, less the one that a fixed sum takes: mean n - 1,
            // standard deviation sqrt(2 (n - 1)); five of these either way.
            double chiSquared = squares / (expected * (1 - share)) * (labelled - 1) / labelled;
            double deviation = Math.sqrt(2.0 * (labelled - 1));
            assertThat(chiSquared).isBetween(labelled - 1 - 5 * deviation, labelled - 1 + 5 * deviation);
            snapshot.release();
        }
    }

    @Test
    void shouldCountTheLiveImagesOfEachLabel() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 2)) {
            corpus.put(image(1, "boot"));
            corpus.put(image(2, "boot"));
            corpus.put(image(3, "boot"));
            corpus.put(image(4, "coat"));
            corpus.commit();
            corpus.put(image(3, "coat"));
            corpus.put(new IndexedImage("image-5", embedding(5), Optional.empty(), Map.of()));
            corpus.put(image(6, "boot"));
            corpus.put(image(7, "hat"));
            corpus.commit();
            corpus.delete("image-1");
            corpus.delete("image-7");
            IndexSnapshot snapshot = corpus.open();

            LabelledSnapshot labelled = snapshot.labelled();

            assertThat(labelled.classSizes()).isEqualTo(Map.of("boot", 2, "coat", 2));
            assertThat(labelled.size()).isEqualTo(4);
            snapshot.release();
        }
    }

    @Test
    void shouldFindKLabelledImagesWhereOthersAreNearer() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 2)) {
            fill(corpus, 60);
            IndexSnapshot snapshot = corpus.open();
            LabelledSnapshot labelled = snapshot.labelled();
            Embedding point = embedding(10);
            corpus.delete("image-11");
            for (SearchMode mode : List.of(new SearchMode.Exact(), new SearchMode.Approximate(1))) {
                List<LabelledNeighbour> found =
                        labelled.nearest(new NearestQuery(point, 20, mode, DocumentFilter.NONE));
                List<Neighbour> expected =
                        snapshot
                                .nearest(new NearestQuery(point, IMAGES, new SearchMode.Exact(), DocumentFilter.NONE))
                                .stream()
                                .filter(neighbour -> neighbour.label().isPresent())
                                .limit(20)
                                .toList();

                assertThat(found)
                        .hasSize(20)
                        .isEqualTo(expected.stream()
                                .map(each -> new LabelledNeighbour(each.label().orElseThrow(), each.distance()))
                                .toList());
            }
            assertThat(labelled.nearest(new NearestQuery(
                            point,
                            IMAGES,
                            new SearchMode.Exact(),
                            DocumentFilter.NONE.butId("image-10").butLabels(Set.of("boot", "coat")))))
                    .extracting(LabelledNeighbour::label)
                    .containsOnly("hat");
            snapshot.release();
        }
    }

    @Test
    void shouldFindLabelledImagesWhereAllAre() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 2)) {
            corpus.put(image(1, "boot"));
            corpus.put(image(2, "coat"));
            corpus.put(image(3, "hat"));
            corpus.commit();
            corpus.delete("image-1");
            IndexSnapshot snapshot = corpus.open();

            List<LabelledNeighbour> found = snapshot.labelled()
                    .nearest(new NearestQuery(embedding(3), 5, new SearchMode.Exact(), DocumentFilter.NONE));

            assertThat(found).extracting(LabelledNeighbour::label).containsExactly("hat", "coat");
            snapshot.release();
        }
    }

    @Test
    void shouldGiveTheImageOfAnId() throws IOException {
        try (Corpus corpus = new Corpus(folder, NO_MERGES, 3)) {
            fill(corpus, 100);
            IndexedImage replaced = new IndexedImage("image-7", embedding(1_000), Optional.empty(), Map.of("a", "b"));
            corpus.put(replaced);
            corpus.delete("image-8");
            IndexSnapshot snapshot = corpus.open();

            for (IndexedImage image : corpus.images()) {
                assertThat(snapshot.image(image.id())).contains(image);
            }
            assertThat(snapshot.image("image-7")).contains(replaced);
            assertThat(snapshot.image("image-8")).isEmpty();
            assertThat(snapshot.image("image-")).isEmpty();
            snapshot.release();
        }
    }

    /** Images of which every fourth has no label. */
    private static void fill(Corpus corpus, int each) throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            corpus.put(image(i, List.of("boot", "coat", "hat", "").get(i % 4)));
            if (i % each == each - 1) {
                corpus.commit();
            }
        }
    }

    private static IndexedImage image(int number, String label) {
        return new IndexedImage(
                "image-" + number, embedding(number), Optional.of(label).filter(given -> !given.isEmpty()), Map.of());
    }

    private static Embedding embedding(int number) {
        return Corpus.randomEmbedding(new SplittableRandom(number), 8);
    }

    private static List<String> ids(List<IndexedImage> images) {
        return images.stream().map(IndexedImage::id).toList();
    }
}
