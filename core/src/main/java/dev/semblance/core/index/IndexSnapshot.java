package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;

/**
 * All shards of an index at one commit. Never changes; counts its users, and frees its files when the last one has
 * released it.
 *
 * <p>Safe for use by several threads.
 */
public final class IndexSnapshot {
    private final IndexCommit commit;
    private final List<DirectoryReader> shards;
    private final MultiReader reader;
    private final IndexSearcher searcher;

    IndexSnapshot(IndexCommit commit, List<DirectoryReader> readers) throws IOException {
        this.commit = commit;
        this.shards = List.copyOf(readers);
        this.reader = new MultiReader(readers.toArray(IndexReader[]::new), true);
        this.searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
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
     * @param effort candidates that the search keeps (HNSW's ef); at least {@code k} are kept
     * @return at most {@code k}, nearest first
     */
    public List<Neighbour> nearest(Embedding query, int k, int effort) {
        if (k < 1) {
            throw new IllegalArgumentException("k is at least 1, not " + k);
        }
        KnnFloatVectorQuery knn =
                new KnnFloatVectorQuery(ImageDocument.EMBEDDING, query.toArray(), Math.max(k, effort));
        try {
            StoredFields fields = searcher.storedFields();
            List<Neighbour> neighbours = new ArrayList<>(k);
            for (ScoreDoc hit : searcher.search(knn, k).scoreDocs) {
                neighbours.add(ImageDocument.neighbour(fields, hit.doc, distance(hit.score)));
            }
            return neighbours;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lucene's score of two unit vectors is {@code (1 + cosine) / 2}. */
    private static float distance(float score) {
        return Math.max(2 - 2 * score, 0);
    }
}
