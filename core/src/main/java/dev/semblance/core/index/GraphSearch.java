package dev.semblance.core.index;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SparseFixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.NeighborQueue;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the graph of one segment to what Lucene's own search finds there, in less time: which nodes were visited is
 * kept in an array of bits also where a search sees few of them, and nothing is asked between two nodes that a search
 * without limits need not know.
 *
 * <p>For one search by one thread.
 */
final class GraphSearch {
    /** Past it, to clear an array of bits takes longer than a sparse one is slower. */
    private static final int DENSE_BITS = 1 << 22;

    private final HnswGraph graph;
    private final RandomVectorScorer scorer;
    private final BitSet visited;
    private final int[] nodes; // neighbours of a node that were not visited before
    private final float[] scores;

    private GraphSearch(HnswGraph graph, RandomVectorScorer scorer) {
        this.graph = graph;
        this.scorer = scorer;
        this.visited = graph.size() > DENSE_BITS ? new SparseFixedBitSet(graph.size()) : new FixedBitSet(graph.size());
        this.nodes = new int[2 * graph.maxConn()];
        this.scores = new float[nodes.length];
    }

    /** Where what is found goes. */
    interface Found {
        /** Takes a document; true if {@link #leastScore} may be another one now. */
        boolean take(int document, float score);

        /** What scores no more than this is of no use. */
        float leastScore();
    }

    /**
     * A search of a segment, where it has a graph that can be followed.
     *
     * @param query unit vector, {@code [dimension]}
     */
    static Optional<GraphSearch> of(LeafReader leaf, float[] query) throws IOException {
        FloatVectorValues vectors = leaf.getFloatVectorValues(ImageDocument.EMBEDDING);
        if (vectors == null) {
            return Optional.empty();
        }
        HnswGraph graph = graph(leaf);
        if (graph.size() == 0) {
            return Optional.empty();
        }
        RandomVectorScorer scorer = FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
                .getRandomVectorScorer(VectorSimilarityFunction.DOT_PRODUCT, vectors, query);
        return Optional.of(new GraphSearch(graph, scorer));
    }

    private static HnswGraph graph(LeafReader leaf) throws IOException {
        if (!(leaf instanceof CodecReader segment)
                || !(segment.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields)) {
            return HnswGraph.EMPTY;
        }
        KnnVectorsReader reader = fields.getFieldReader(ImageDocument.EMBEDDING);
        return reader instanceof HnswGraphProvider provider
                ? provider.getGraph(ImageDocument.EMBEDDING)
                : HnswGraph.EMPTY;
    }

    /**
     * Searches.
     *
     * @param effort candidates that are kept, about
     * @param accepted documents that may be found; null for all
     */
    void search(Found found, int effort, @Nullable Bits accepted) throws IOException {
        Bits acceptedNodes = scorer.getAcceptOrds(accepted);
        NeighborQueue candidates = new NeighborQueue(effort, true);
        int entry = descend();
        visited.clear();
        visited.set(entry);
        float score = scorer.score(entry);
        candidates.add(entry, score);
        if (acceptedNodes == null || acceptedNodes.get(entry)) {
            found.take(scorer.ordToDoc(entry), score);
        }
        float least = found.leastScore();
        while (candidates.size() > 0 && candidates.topScore() >= least) {
            int count = unvisitedNeighbours(0, candidates.pop());
            if (count == 0 || scorer.bulkScore(nodes, scores, count) <= least) {
                continue;
            }
            for (int i = 0; i < count; i++) {
                if (scores[i] > least) {
                    int node = nodes[i];
                    candidates.add(node, scores[i]);
                    if ((acceptedNodes == null || acceptedNodes.get(node))
                            && found.take(scorer.ordToDoc(node), scores[i])) {
                        least = found.leastScore();
                    }
                }
            }
        }
    }

    /** From the top of the graph to a node of the lowest level that is near. */
    private int descend() throws IOException {
        int nearest = graph.entryNode();
        float nearestScore = scorer.score(nearest);
        for (int level = graph.numLevels() - 1; level >= 1; level--) {
            visited.set(nearest);
            boolean nearer = true;
            while (nearer) {
                nearer = false;
                int count = unvisitedNeighbours(level, nearest);
                if (count > 0 && scorer.bulkScore(nodes, scores, count) > nearestScore) {
                    for (int i = 0; i < count; i++) {
                        if (scores[i] > nearestScore) {
                            nearestScore = scores[i];
                            nearest = nodes[i];
                            nearer = true;
                        }
                    }
                }
            }
        }
        return nearest;
    }

    /** Puts the neighbours that were not visited into {@link #nodes}, and says how many they are. */
    private int unvisitedNeighbours(int level, int node) throws IOException {
        graph.seek(level, node);
        int count = 0;
        for (int next = graph.nextNeighbor(); next != DocIdSetIterator.NO_MORE_DOCS; next = graph.nextNeighbor()) {
            if (!visited.getAndSet(next)) {
                nodes[count++] = next;
            }
        }
        return count;
    }
}
