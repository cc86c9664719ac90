package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ExactNeighbours;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentSearchTest {
    private static final int DIMENSION = 16;
    private static final int K = 10;
    private static final int IMAGES = 4_000;
    /** Every segment has a graph, and stays as it is for longer than the test. */
    private static final IndexSettings GRAPHS = new IndexSettings(8, 40, 0, 100_000, 100, 1);
    /** No segment has one. */
    private static final IndexSettings NO_GRAPHS = new IndexSettings(8, 40, 1_000_000, 100_000, 100, 1);

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Embedding> images = embeddings(IMAGES);
    private final List<Embedding> queries = embeddings(100);

    @Test
    void shouldFindWhatLuceneFindsInASingleSegment() throws IOException {
        try (FSDirectory directory = write(GRAPHS, IMAGES);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher lucene = new IndexSearcher(reader);
            assertThat(reader.leaves()).hasSize(1);
            assertThat(GraphSearch.of(
                            reader.leaves().getFirst().reader(),
                            queries.getFirst().toArray()))
                    .as("else both would be Lucene's")
                    .isPresent();
            for (Embedding query : queries) {
                ScoreDoc[] expected = lucene.search(
                                new KnnFloatVectorQuery(ImageDocument.EMBEDDING, query.toArray(), 30), 30)
                        .scoreDocs;

                assertThat(search(reader, query, 30))
                        .extracting(hit -> hit.doc)
                        .containsExactlyElementsOf(
                                List.of(expected).stream().map(hit -> hit.doc).toList());
            }
        }
    }

    @Test
    void shouldFindEverythingInSegmentsWithoutAGraph() throws IOException {
        try (FSDirectory directory = write(NO_GRAPHS, 700);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            assertThat(reader.leaves()).hasSize(6);
            assertThat(recall(reader, K)).isEqualTo(1);
        }
    }

    @Test
    void shouldFindAsMuchInManyGraphsAsInOne() throws IOException {
        double recallOfOne;
        try (FSDirectory directory = write(GRAPHS, IMAGES);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            recallOfOne = recall(reader, 20);
        }
        try (FSDirectory directory = write(GRAPHS, IMAGES / 8);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            assertThat(reader.leaves()).hasSize(8);
            assertThat(recallOfOne).as("else both would find everything").isLessThan(1);
            assertThat(recall(reader, 20)).isGreaterThanOrEqualTo(recallOfOne);
        }
    }

    @Test
    void shouldLeaveOutWhatWasDeletedOrReplaced() throws IOException {
        try (FSDirectory directory = write(GRAPHS, 500);
                ShardWriter writer = ShardWriter.resume(folder.resolve("500"), GRAPHS, SegmentListener.NONE)) {
            for (int i = 0; i < IMAGES; i += 2) {
                writer.delete("image-" + i);
            }
            writer.put(image(1, images.get(0)));
            writer.commit(Map.of());
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                List<ScoreDoc> all = search(reader, images.get(0), IMAGES);
                Set<String> ids = new HashSet<>(ids(reader, all));

                assertThat(ids).hasSize(all.size()).hasSize(IMAGES / 2).doesNotContain("image-0");
                assertThat(ids(reader, all).getFirst()).isEqualTo("image-1");
                assertThat(all.getFirst().score).isCloseTo(1, within(1e-5f));
                assertThat(all).isSortedAccordingTo(Comparator.comparingDouble(hit -> -hit.score));
            }
        }
    }

    private double recall(DirectoryReader reader, int effort) throws IOException {
        List<List<ExactNeighbours.Neighbour>> truth =
                new ExactNeighbours(images, Distance.COSINE).nearestOfEach(queries, K);
        int found = 0;
        for (int i = 0; i < queries.size(); i++) {
            Set<String> nearest = new HashSet<>();
            truth.get(i).forEach(neighbour -> nearest.add("image-" + neighbour.position()));
            List<ScoreDoc> hits = search(reader, queries.get(i), effort);
            found += (int) ids(reader, hits.subList(0, K)).stream()
                    .filter(nearest::contains)
                    .count();
        }
        return found / (double) (K * queries.size());
    }

    private static List<ScoreDoc> search(DirectoryReader reader, Embedding query, int effort) throws IOException {
        List<LeafReaderContext> largestFirst = reader.leaves().stream()
                .sorted(Comparator.comparingInt(leaf -> -leaf.reader().numDocs()))
                .toList();
        return new SegmentSearch(query.toArray(), effort, Optional.empty()).over(largestFirst);
    }

    private static List<String> ids(DirectoryReader reader, List<ScoreDoc> hits) throws IOException {
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : hits) {
            LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(hit.doc, reader.leaves()));
            ids.add(ImageFields.of(leaf.reader())
                    .neighbour(hit.doc - leaf.docBase, 0)
                    .id());
        }
        return ids;
    }

    /** Segments of so many images each. */
    private FSDirectory write(IndexSettings settings, int each) throws IOException {
        Path work = folder.resolve(Integer.toString(each));
        try (ShardWriter writer = ShardWriter.create(work, settings, SegmentListener.NONE)) {
            for (int i = 0; i < IMAGES; i++) {
                writer.put(image(i, images.get(i)));
                if ((i + 1) % each == 0) {
                    writer.commit(Map.of());
                }
            }
            writer.commit(Map.of());
        }
        return FSDirectory.open(work);
    }

    private static IndexedImage image(int number, Embedding embedding) {
        return new IndexedImage("image-" + number, embedding, Optional.empty(), Map.of());
    }

    private List<Embedding> embeddings(int count) {
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            embeddings.add(embedding());
        }
        return embeddings;
    }

    private Embedding embedding() {
        float[] values = new float[DIMENSION];
        double squares = 0;
        for (int j = 0; j < DIMENSION; j++) {
            values[j] = (float) random.nextGaussian();
            squares += values[j] * values[j];
        }
        for (int j = 0; j < DIMENSION; j++) {
            values[j] /= (float) Math.sqrt(squares);
        }
        return Embedding.of(values);
    }
}
