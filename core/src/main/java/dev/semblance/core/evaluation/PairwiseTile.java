package dev.semblance.core.evaluation;

import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import java.util.List;

/** Compares pair by pair, in any distance. */
record PairwiseTile(int first, List<Embedding> points, Distance distance) implements Tile {
    PairwiseTile {
        points = List.copyOf(points);
    }

    @Override
    public int size() {
        return points.size();
    }

    @Override
    public void distances(Search query, float[] distances) {
        for (int point = 0; point < points.size(); point++) {
            distances[point] = distance.between(query.embedding(), points.get(point));
        }
    }
}
