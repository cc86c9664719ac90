package dev.semblance.core.evaluation;

/** Neighbouring points of a corpus, which a query is compared with at one go. Immutable. */
sealed interface Tile permits CosineTile, PairwiseTile {
    /**
     * Points in all tiles but the last: with 256 dimensions half a megabyte, which stays in a core's second-level cache
     * while a block of queries passes over it, and loops long enough to be worth vector instructions.
     */
    int POINTS = 512;

    /** Position of its first point in the corpus. */
    int first();

    int size();

    /**
     * Writes the distances from the query to the points.
     *
     * @param distances {@code [POINTS]}, of which the first {@link #size()} are written
     */
    void distances(Search query, float[] distances);
}
