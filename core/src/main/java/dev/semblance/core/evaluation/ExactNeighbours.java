package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds nearest neighbours by comparing with everything: the truth that an approximate index is held against. Equally
 * distant neighbours come in the order of the corpus. What a query finds does not depend on the queries beside it.
 * Immutable, for any number of threads.
 */
public final class ExactNeighbours {
    /** Queries that pass over a tile while it is in the cache. */
    private static final int BLOCK = 32;

    private final int size;
    private final int dimension;
    private final List<Tile> tiles;

    /** @throws IllegalArgumentException if the embeddings differ in dimension */
    public ExactNeighbours(List<Embedding> corpus, Distance distance) {
        this.size = corpus.size();
        this.dimension = corpus.isEmpty() ? 0 : corpus.getFirst().dimension();
        corpus.forEach(this::requireDimension);
        List<Tile> parts = new ArrayList<>();
        for (int first = 0; first < size; first += Tile.POINTS) {
            List<Embedding> points = corpus.subList(first, Math.min(first + Tile.POINTS, size));
            parts.add(
                    distance == Distance.COSINE
                            ? new CosineTile(first, points)
                            : new PairwiseTile(first, points, distance));
        }
        this.tiles = List.copyOf(parts);
    }

    /**
     * One neighbour.
     *
     * @param position in the corpus, from 0
     * @param distance from the query
     */
    public record Neighbour(int position, float distance) {}

    /** Points in the corpus. */
    public int size() {
        return size;
    }

    /** The {@code k} nearest, the nearest first; all there are where the corpus is smaller than {@code k}. */
    public List<Neighbour> nearest(Embedding query, int k) {
        return nearestOfEach(List.of(query), k).getFirst();
    }

    /**
     * {@link #nearest} of each query, in the order of the queries, on all processors. Takes 8 bytes for each neighbour
     * that is returned.
     */
    public List<List<Neighbour>> nearestOfEach(List<Embedding> queries, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("cannot find " + k + " neighbours");
        }
        if (size == 0) {
            return queries.stream().map(query -> List.<Neighbour>of()).toList();
        }
        queries.forEach(this::requireDimension);
        int blocks = (queries.size() + BLOCK - 1) / BLOCK;
        return IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> queries.subList(block * BLOCK, Math.min((block + 1) * BLOCK, queries.size())))
                .flatMap(block -> nearestOfBlock(block, Math.min(k, size)).stream())
                .toList();
    }

    private List<List<Neighbour>> nearestOfBlock(List<Embedding> queries, int k) {
        List<Search> searches =
                queries.stream().map(query -> new Search(query, k)).toList();
        float[] scratch = new float[Tile.POINTS];
        for (Tile tile : tiles) {
            for (Search search : searches) {
                search.visit(tile, scratch);
            }
        }
        return searches.stream().map(Search::neighbours).toList();
    }

    private void requireDimension(Embedding embedding) {
        if (embedding.dimension() != dimension) {
            throw new IllegalArgumentException(
                    "cannot compare embeddings of dimensions " + embedding.dimension() + " and " + dimension);
        }
    }
}
