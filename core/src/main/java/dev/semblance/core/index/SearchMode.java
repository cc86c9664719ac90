package dev.semblance.core.index;

/** How thoroughly an index is searched. */
public sealed interface SearchMode {
    /**
     * By the graphs of the segments: fast, and may miss some.
     *
     * @param effort candidates that the search keeps (HNSW's ef), of all segments together; at least k are kept
     */
    record Approximate(int effort) implements SearchMode {
        public Approximate {
            if (effort < 1) {
                throw new IllegalArgumentException("the effort of a search is at least 1, not " + effort);
            }
        }
    }

    /** By comparing with every image. */
    record Exact() implements SearchMode {}

    /**
     * By comparing with every image; finds only what is near.
     *
     * @param distance the largest that is found, cosine
     */
    record Within(float distance) implements SearchMode {
        public Within {
            if (!(distance >= 0 && Float.isFinite(distance))) {
                throw new IllegalArgumentException("a radius is a number from 0, not " + distance);
            }
        }
    }
}
