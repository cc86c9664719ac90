package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;

/**
 * A question to an index: what is nearest to a point?
 *
 * @param point in the space of the index's model version
 * @param k how many images are wanted at most, 1 or more
 * @param mode how thoroughly to search
 * @param filter which images may be found
 */
public record NearestQuery(Embedding point, int k, SearchMode mode, DocumentFilter filter) {
    public NearestQuery {
        if (k < 1) {
            throw new IllegalArgumentException("k is at least 1, not " + k);
        }
    }

    /** The same among images that have a label. */
    NearestQuery onlyLabelled() {
        return new NearestQuery(point, k, mode, filter.onlyLabelled());
    }
}
