package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches against a model that compares with every image and looks at each condition by itself. */
class FilteredSearchTest {
    private static final int DIMENSION = 16;
    /** A segment of 300 vectors has a graph, one of 200 has none. */
    private static final IndexSettings SOME_GRAPHS = new IndexSettings(8, 40, 40, 100_000, 100, 1);

    private static final IndexSettings GRAPHS = new IndexSettings(8, 40, 0, 100_000, 100, 1);
    private static final List<String> LABELS = List.of("boot", "coat", "dress", "sandal", "shirt");

    @TempDir
    private Path folder;

    static LongStream seeds() {
        Long given = Long.getLong("test.seed");
        return given == null ? LongStream.rangeClosed(1, 4) : LongStream.of(given);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldFindTheNearestOfThoseThatPass(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (Corpus corpus = randomCorpus(random)) {
            IndexSnapshot snapshot = corpus.open();
            assertThat(snapshot.documents()).isEqualTo(corpus.images().size());
            assertThat(snapshot.segments()).isGreaterThanOrEqualTo(6);
            for (int i = 0; i < 150; i++) {
                DocumentFilter filter = randomFilter(random);
                Embedding point = Corpus.randomEmbedding(random, DIMENSION);
                int k = random.nextInt(1, 40);
                List<IndexedImage> expected = corpus.nearest(point, image -> passes(filter, image));

                assertNearest(snapshot, new NearestQuery(point, k, new SearchMode.Exact(), filter), expected);
                if (!filter.equals(DocumentFilter.NONE)) {
                    assertNearest(
                            snapshot, new NearestQuery(point, k, new SearchMode.Approximate(1), filter), expected);
                }
                float radius = (float) (0.3 + random.nextDouble());
                assertNearest(
                        snapshot,
                        new NearestQuery(point, k, new SearchMode.Within(radius), filter),
                        expected.stream()
                                .filter(image -> Corpus.distance(point, image) <= radius)
                                .toList());
            }
            snapshot.release();
        }
    }

    @Test
    void shouldFollowTheGraphWhereAFilterLetsManyPass() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        try (Corpus corpus = new Corpus(folder, GRAPHS, 1)) {
            for (int i = 0; i < 13_000; i++) {
                // 11,700 pass, more than are scanned.
                Optional<String> label = i % 10 == 0 ? Optional.empty() : Optional.of(LABELS.get(i % 5));
                corpus.put(new IndexedImage("image-" + i, Corpus.randomEmbedding(random, 8), label, Map.of()));
            }
            for (int i = 0; i < 13_000; i += 50) {
                corpus.delete("image-" + (i + 7));
            }
            IndexSnapshot snapshot = corpus.open();
            DocumentFilter labelled = DocumentFilter.NONE.onlyLabelled();
            int found = 0;
            int missed = 0;
            for (int i = 0; i < 100; i++) {
                Embedding point = Corpus.randomEmbedding(random, 8);
                List<Neighbour> hits =
                        snapshot.nearest(new NearestQuery(point, 10, new SearchMode.Approximate(20), labelled));
                Set<String> expected = new HashSet<>(ids(
                        corpus.nearest(point, image -> passes(labelled, image)).subList(0, 10)));

                assertThat(hits)
                        .hasSize(10)
                        .allSatisfy(hit -> assertThat(hit.label()).isPresent());
                long right =
                        hits.stream().filter(hit -> expected.contains(hit.id())).count();
                found += (int) right;
                missed += 10 - (int) right;
            }
            assertThat(found / 1_000.0).as("recall@10").isGreaterThan(0.9);
            assertThat(missed).as("none, if all were scanned").isPositive();
            snapshot.release();
        }
    }

    @Test
    void shouldFindAllThatPassWhereKIsBeyondThem() throws IOException {
        try (Corpus corpus = randomCorpus(new SplittableRandom(6))) {
            IndexSnapshot snapshot = corpus.open();
            Embedding point = Corpus.randomEmbedding(new SplittableRandom(7), DIMENSION);
            DocumentFilter boots = new DocumentFilter(false, Set.of("boot"), Set.of(), Map.of(), Set.of());
            for (SearchMode mode :
                    List.of(new SearchMode.Exact(), new SearchMode.Within(2), new SearchMode.Approximate(1))) {
                assertThat(snapshot.nearest(new NearestQuery(point, Integer.MAX_VALUE, mode, DocumentFilter.NONE)))
                        .extracting(Neighbour::id)
                        .containsExactlyInAnyOrderElementsOf(ids(corpus.images()));
                assertThat(snapshot.nearest(new NearestQuery(point, Integer.MAX_VALUE, mode, boots)))
                        .extracting(Neighbour::id)
                        .containsExactlyInAnyOrderElementsOf(ids(corpus.nearest(point, image -> passes(boots, image))));
            }
            snapshot.release();
        }
    }

    @Test
    void shouldFindNothingInAnEmptyIndex() throws IOException {
        try (Corpus corpus = new Corpus(folder, GRAPHS, 2)) {
            IndexSnapshot snapshot = corpus.open();
            Embedding point = Corpus.randomEmbedding(new SplittableRandom(8), DIMENSION);
            for (SearchMode mode :
                    List.of(new SearchMode.Exact(), new SearchMode.Within(2), new SearchMode.Approximate(9))) {
                assertThat(snapshot.nearest(new NearestQuery(point, 5, mode, DocumentFilter.NONE)))
                        .isEmpty();
                assertThat(snapshot.nearest(new NearestQuery(point, 5, mode, DocumentFilter.NONE.onlyLabelled())))
                        .isEmpty();
            }
            assertThat(snapshot.labelled().size()).isZero();
            assertThat(snapshot.labelledSample(5, 1)).isEmpty();
            snapshot.release();
        }
    }

    private void assertNearest(IndexSnapshot snapshot, NearestQuery query, List<IndexedImage> expected) {
        Map<String, IndexedImage> byId = new HashMap<>();
        expected.forEach(image -> byId.put(image.id(), image));

        List<Neighbour> found = snapshot.nearest(query);

        assertThat(found).as("%s", query).hasSize(Math.min(query.k(), expected.size()));
        assertThat(found).extracting(Neighbour::id).doesNotHaveDuplicates();
        for (int rank = 0; rank < found.size(); rank++) {
            Neighbour neighbour = found.get(rank);
            IndexedImage image = byId.get(neighbour.id());
            assertThat(image).as("%s of %s", neighbour, query).isNotNull();
            Objects.requireNonNull(image);
            assertThat(neighbour.label()).isEqualTo(image.label());
            assertThat(neighbour.attributes()).isEqualTo(image.attributes());
            // Of two that are equally far to the seventh digit either may come first.
            assertThat(neighbour.distance())
                    .isCloseTo(Distance.COSINE.between(query.point(), image.embedding()), within(1e-6f))
                    .isCloseTo((float) Corpus.distance(query.point(), expected.get(rank)), within(1e-6f));
        }
    }

    /** Three shards of three segments each, the first of them with graphs, with documents that were replaced since. */
    private Corpus randomCorpus(SplittableRandom random) throws IOException {
        Corpus corpus = new Corpus(folder, SOME_GRAPHS, 3);
        for (int i = 0; i < 1_200; i++) {
            corpus.put(randomImage(random, i));
        }
        corpus.commit();
        for (int i = 0; i < 120; i++) {
            corpus.delete("image-" + random.nextInt(1_200));
            corpus.put(randomImage(random, random.nextInt(1_200)));
        }
        corpus.commit();
        for (int i = 1_150; i < 1_300; i++) {
            corpus.put(randomImage(random, i));
        }
        corpus.delete("image-1299");
        corpus.delete("image-0");
        return corpus;
    }

    private static IndexedImage randomImage(SplittableRandom random, int number) {
        Map<String, String> attributes = new HashMap<>();
        if (random.nextInt(4) > 0) {
            attributes.put("colour", random.nextInt(3) == 0 ? "red" : "blue");
        }
        if (random.nextInt(4) > 0) {
            attributes.put("size", "" + random.nextInt(3));
        }
        return new IndexedImage(
                "image-" + number,
                Corpus.randomEmbedding(random, DIMENSION),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(LABELS.get(random.nextInt(5))),
                attributes);
    }

    private static DocumentFilter randomFilter(SplittableRandom random) {
        Map<String, String> attributes = new HashMap<>();
        if (random.nextInt(3) == 0) {
            attributes.put("colour", "red");
        }
        if (random.nextInt(4) == 0) {
            attributes.put("size", "" + random.nextInt(4));
        }
        Set<String> ids = new HashSet<>();
        if (random.nextInt(3) == 0) {
            IntStream.range(0, 300).forEach(i -> ids.add("image-" + random.nextInt(1_300)));
        }
        return new DocumentFilter(random.nextInt(4) == 0, randomLabels(random), randomLabels(random), attributes, ids);
    }

    private static Set<String> randomLabels(SplittableRandom random) {
        Set<String> labels = new HashSet<>();
        if (random.nextInt(3) == 0) {
            labels.add(LABELS.get(random.nextInt(5)));
            labels.add(random.nextInt(3) == 0 ? "unheard-of" : LABELS.get(random.nextInt(5)));
        }
        return labels;
    }

    private static boolean passes(DocumentFilter filter, IndexedImage image) {
        String label = image.label().orElse("");
        for (Map.Entry<String, String> wanted : filter.attributes().entrySet()) {
            if (!wanted.getValue().equals(image.attributes().get(wanted.getKey()))) {
                return false;
            }
        }
        return !(filter.labelled() && label.isEmpty())
                && (filter.labels().isEmpty() || filter.labels().contains(label))
                && !filter.withoutLabels().contains(label)
                && !filter.withoutIds().contains(image.id());
    }

    private static List<String> ids(List<IndexedImage> images) {
        return images.stream().map(IndexedImage::id).toList();
    }
}
