package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import java.util.List;

/** One query on its way through the tiles of a corpus. For one thread. */
final class Search {
    private final Embedding embedding;
    private final float[] padded;
    private final NearestCollector nearest;

    Search(Embedding embedding, int k) {
        this.embedding = embedding;
        this.padded = CosineTile.padded(embedding);
        this.nearest = new NearestCollector(k);
    }

    Embedding embedding() {
        return embedding;
    }

    /** Not a copy: it is read for every tile. */
    float[] padded() {
        return padded;
    }

    /**
     * Compares with the points of a tile.
     *
     * @param scratch {@code [Tile.POINTS]}, overwritten
     */
    void visit(Tile tile, float[] scratch) {
        tile.distances(this, scratch);
        nearest.offer(tile.first(), scratch, tile.size());
    }

    List<Neighbour> neighbours() {
        return nearest.neighbours();
    }
}
