package dev.semblance.core.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AbstractKnnCollector;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborQueue;

/**
 * One search over several segments, which share their candidates: a graph is followed for as long as it leads to
 * candidates of the whole search, and not, as by Lucene's own query, to as many of its own. Segments without a graph
 * are scanned, so all of theirs are found.
 *
 * <p>For one search by one thread.
 */
final class SegmentSearch {
    /**
     * A quarter of the effort is spent on each segment in any case, lest a search that enters a graph at a bad place
     * ends there, below what others have found.
     */
    private static final int LEAF_SHARE = 4;

    /**
     * Where a filter leaves so few documents of a segment, comparing with each is faster than a graph most of whose
     * nodes do not count, and misses none.
     */
    private static final int SCANNED = 10_000;

    private final float[] query;
    private final int effort;
    private final int leafEffort;
    private final Optional<Weight> filter;
    private final NeighborQueue candidates;

    /**
     * A search.
     *
     * @param query unit vector, {@code [dimension]}
     * @param effort candidates that are kept, of all segments
     * @param filter what may be found; empty for everything
     */
    SegmentSearch(float[] query, int effort, Optional<Weight> filter) {
        this.query = query;
        this.effort = effort;
        this.leafEffort = Math.max(1, effort / LEAF_SHARE);
        this.filter = filter;
        this.candidates = new NeighborQueue(effort, false);
    }

    /**
     * The nearest documents, at most {@code effort}, nearest first, with Lucene's scores.
     *
     * @param leaves the largest first: it holds most of what is near, after which little of the others is worth
     *     following
     */
    List<ScoreDoc> over(List<LeafReaderContext> leaves) throws IOException {
        for (LeafReaderContext leaf : leaves) {
            AcceptedDocuments accepted = accepted(leaf);
            if (filter.isPresent() && accepted.count() <= SCANNED) {
                scan(leaf, accepted, Float.POSITIVE_INFINITY);
            } else {
                follow(leaf, accepted);
            }
        }
        return nearestFirst();
    }

    private void follow(LeafReaderContext leaf, AcceptedDocuments accepted) throws IOException {
        LeafCandidates found = new LeafCandidates(leaf.docBase);
        LeafReader reader = leaf.reader();
        // A graph leads past as many nodes, about: where there are no more, Lucene compares with all of them.
        boolean graphIsFaster = HnswGraphSearcher.expectedVisitedNodes(effort, reader.maxDoc()) < reader.numDocs();
        if (filter.isEmpty() && graphIsFaster) {
            Optional<GraphSearch> search = GraphSearch.of(reader, query);
            if (search.isPresent()) {
                search.get().search(found, effort, reader.getLiveDocs());
                return;
            }
        }
        reader.searchNearestVectors(ImageDocument.EMBEDDING, query, found, accepted.acceptDocs());
    }

    /**
     * The same by comparing with every document.
     *
     * @param farthest the largest distance of what is found, cosine; Lucene's score of unit vectors is {@code (1 +
     *     cosine) / 2}
     */
    List<ScoreDoc> overAll(List<LeafReaderContext> leaves, float farthest) throws IOException {
        for (LeafReaderContext leaf : leaves) {
            scan(leaf, accepted(leaf), farthest);
        }
        return nearestFirst();
    }

    private AcceptedDocuments accepted(LeafReaderContext leaf) throws IOException {
        return filter.isPresent()
                ? AcceptedDocuments.passing(filter.get(), leaf)
                : AcceptedDocuments.live(leaf.reader());
    }

    private void scan(LeafReaderContext leaf, AcceptedDocuments accepted, float farthest) throws IOException {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(ImageDocument.EMBEDDING);
        if (vectors == null || accepted.count() == 0) {
            return;
        }
        VectorScorer scorer = vectors.scorer(query);
        DocIdSetIterator documents = scorer.iterator();
        for (int document = documents.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = documents.nextDoc()) {
            if (accepted.accepts(document)) {
                float score = scorer.score();
                if (2 - 2 * score <= farthest) {
                    candidates.insertWithOverflow(leaf.docBase + document, score);
                }
            }
        }
    }

    private List<ScoreDoc> nearestFirst() {
        ScoreDoc[] nearest = new ScoreDoc[candidates.size()];
        for (int i = nearest.length - 1; i >= 0; i--) {
            float score = candidates.topScore();
            nearest[i] = new ScoreDoc(candidates.pop(), score);
        }
        return Arrays.asList(nearest);
    }

    /** What is found in one segment. */
    private final class LeafCandidates extends AbstractKnnCollector implements GraphSearch.Found {
        private final int docBase;
        private final NeighborQueue best = new NeighborQueue(leafEffort, false);

        LeafCandidates(int docBase) {
            super(effort, Long.MAX_VALUE, KnnSearchStrategy.Hnsw.DEFAULT);
            this.docBase = docBase;
        }

        @Override
        public boolean take(int document, float score) {
            return collect(document, score);
        }

        @Override
        public float leastScore() {
            return minCompetitiveSimilarity();
        }

        @Override
        public boolean collect(int document, float score) {
            boolean kept = candidates.insertWithOverflow(docBase + document, score);
            return best.insertWithOverflow(document, score) || kept;
        }

        @Override
        public int numCollected() {
            return best.size();
        }

        @Override
        public float minCompetitiveSimilarity() {
            if (candidates.size() < effort || best.size() < leafEffort) {
                return Float.NEGATIVE_INFINITY;
            }
            return Math.min(candidates.topScore(), best.topScore());
        }

        @Override
        public TopDocs topDocs() {
            return new TopDocs(
                    new TotalHits(visitedCount(), TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO), new ScoreDoc[0]);
        }
    }
}
