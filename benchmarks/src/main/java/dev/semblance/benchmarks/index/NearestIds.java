package dev.semblance.benchmarks.index;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.util.List;

/** A search that is measured. */
public interface NearestIds {
    /** How many neighbours are asked for. */
    int K = 10;

    /** Ids of the {@link #K} nearest, with so many candidates. */
    List<String> nearest(Embedding query, int effort) throws IOException;
}
