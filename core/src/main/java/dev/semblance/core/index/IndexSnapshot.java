package dev.semblance.core.index;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * All shards of an index at one commit. Never changes; counts its users, and frees its files when the last one has
 * released it.
 *
 * <p>Safe for use by several threads.
 */
public final class IndexSnapshot {
    /** More than what the last digits of a score can make of a distance. */
    private static final float ROUNDING = 1e-5f;

    private final IndexCommit commit;
    private final List<DirectoryReader> shards;
    private final MultiReader reader;
    private final List<LeafReaderContext> largestFirst;
    private final boolean allLabelled;

    IndexSnapshot(IndexCommit commit, List<DirectoryReader> readers) throws IOException {
        this.commit = commit;
        this.shards = List.copyOf(readers);
        this.reader = new MultiReader(readers.toArray(IndexReader[]::new), true);
        this.largestFirst = reader.leaves().stream()
                .sorted(Comparator.comparingInt(leaf -> -leaf.reader().numDocs()))
                .toList();
        boolean labelled = true;
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms labels = leaf.reader().terms(ImageDocument.LABEL);
            labelled &= labels != null && labels.getDocCount() == leaf.reader().maxDoc();
        }
        this.allLabelled = labelled;
    }

    public IndexCommit commit() {
        return commit;
    }

    /** Segments of all shards. */
    public int segments() {
        return reader.leaves().size();
    }

    /** Live documents. */
    public int documents() {
        return reader.numDocs();
    }

    /** The documents of one shard; empty where the commit does not name it. */
    public Optional<ShardDocuments> shard(int number) {
        for (int i = 0; i < shards.size(); i++) {
            if (commit.shards().get(i).shard() == number) {
                return Optional.of(new ShardDocuments(shards.get(i)));
            }
        }
        return Optional.empty();
    }

    /** Takes part in the snapshot; false if it has been freed already. Each success needs one {@link #release()}. */
    public boolean tryRetain() {
        return reader.tryIncRef();
    }

    public void release() {
        try {
            reader.decRef();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds the nearest images.
     *
     * @param query in the space of the snapshot's model version
     * @param k how many, at least 1
     * @param effort candidates that the search keeps (HNSW's ef), of all segments together; at least {@code k} are kept
     * @return at most {@code k}, nearest first
     */
    public List<Neighbour> nearest(Embedding query, int k, int effort) {
        return nearest(new NearestQuery(query, k, new SearchMode.Approximate(effort), DocumentFilter.NONE));
    }

    /**
     * Finds the nearest images.
     *
     * @return at most {@code k}, nearest first
     */
    public List<Neighbour> nearest(NearestQuery query) {
        try {
            List<Neighbour> neighbours = new ArrayList<>();
            LeafReaderContext leaf = null;
            ImageFields fields = null;
            for (Hit hit : hitsByDocument(query)) {
                if (fields == null || leaf == null || !holds(leaf, hit.document())) {
                    leaf = leafOf(hit.document());
                    fields = ImageFields.of(leaf.reader());
                }
                neighbours.add(fields.neighbour(hit.document() - leaf.docBase, hit.distance()));
            }
            neighbours.sort(Comparator.comparingDouble(Neighbour::distance)); // stable
            return neighbours;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prepares searches that need nothing of an image but its label. Reads the labels of all images, once. */
    public LabelledSnapshot labelled() {
        try {
            return new LabelledSnapshot(this, new SnapshotLabels(reader.leaves()).byDocument(reader.maxDoc()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document of Lucene, and how far it is. */
    record Hit(int document, float distance) {}

    /**
     * At most k, nearest first. Their distances are computed here once more, as everybody else computes them: Lucene's
     * scores of the same two vectors differ in the last digit, as they come from a graph or a scan, one by one or in
     * bulk, and whether a match is within its threshold must not hang on that.
     */
    List<Hit> hits(NearestQuery query) throws IOException {
        List<Hit> hits = hitsByDocument(query);
        hits.sort(Comparator.comparingDouble(Hit::distance)); // stable
        return hits;
    }

    /** The same in the order of their documents, in which a segment is read. */
    private List<Hit> hitsByDocument(NearestQuery query) throws IOException {
        float farthest = query.mode() instanceof SearchMode.Within(float distance) ? distance : Float.POSITIVE_INFINITY;
        List<ScoreDoc> found = search(query);
        ScoreDoc[] byDocument =
                found.subList(0, Math.min(query.k(), found.size())).toArray(ScoreDoc[]::new);
        Arrays.sort(byDocument, Comparator.comparingInt(each -> each.doc));
        List<Hit> hits = new ArrayList<>(byDocument.length);
        LeafReaderContext leaf = null;
        ImageVectors vectors = null;
        for (ScoreDoc each : byDocument) {
            if (vectors == null || leaf == null || !holds(leaf, each.doc)) {
                leaf = leafOf(each.doc);
                vectors = ImageVectors.of(leaf.reader());
            }
            float distance = Distance.COSINE.between(query.point(), vectors.embedding(each.doc - leaf.docBase));
            if (distance <= farthest) {
                hits.add(new Hit(each.doc, distance));
            }
        }
        return hits;
    }

    private LeafReaderContext leafOf(int document) {
        return reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
    }

    private static boolean holds(LeafReaderContext leaf, int document) {
        return document >= leaf.docBase
                && document - leaf.docBase < leaf.reader().maxDoc();
    }

    private List<ScoreDoc> search(NearestQuery query) throws IOException {
        float[] point = query.point().toArray();
        Optional<Weight> filter = weight(query.filter());
        // Room is made for all candidates at once, so not for more than there are documents.
        int most = Math.max(1, documents());
        int k = Math.min(query.k(), most);
        return switch (query.mode()) {
            case SearchMode.Approximate(int effort) ->
                new SegmentSearch(point, Math.max(k, Math.min(effort, most)), filter).over(largestFirst);
            case SearchMode.Exact() ->
                new SegmentSearch(point, k, filter).overAll(largestFirst, Float.POSITIVE_INFINITY);
            case SearchMode.Within(float distance) ->
                new SegmentSearch(point, k, filter).overAll(largestFirst, distance + ROUNDING);
        };
    }

    private Optional<Weight> weight(DocumentFilter filter) throws IOException {
        // A condition that all meet would only make the search slower, and scan where a graph is as good.
        Optional<Query> query = (allLabelled ? filter.withOrWithoutLabel() : filter).query();
        if (query.isEmpty()) {
            return Optional.empty();
        }
        IndexSearcher searcher = new IndexSearcher(reader);
        return Optional.of(searcher.createWeight(searcher.rewrite(query.get()), ScoreMode.COMPLETE_NO_SCORES, 1));
    }

    /** The image of that id. */
    public Optional<IndexedImage> image(String id) {
        try {
            for (DirectoryReader shard : shards) {
                List<IndexedImage> found = new ShardDocuments(shard).find(id);
                if (!found.isEmpty()) {
                    return Optional.of(found.getFirst());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The thumbnail of the image of that id; empty where there is no such image, or it was indexed without one. */
    public Optional<Thumbnail> thumbnail(String id) {
        try {
            for (DirectoryReader shard : shards) {
                Optional<Thumbnail> found = new ShardDocuments(shard).thumbnail(id);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A random sample of the images that have a label, each as likely as the other. The same seed draws the same images
     * from the same corpus, however it lies in segments.
     *
     * @param size how many are wanted; all where there are fewer
     */
    public List<IndexedImage> labelledSample(int size, long seed) {
        try {
            return new SnapshotLabels(reader.leaves())
                    .sampleOfIds(size, seed).stream()
                            .map(id -> image(id).orElseThrow())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
