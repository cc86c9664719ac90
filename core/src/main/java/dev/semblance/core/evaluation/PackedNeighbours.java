package dev.semblance.core.evaluation;

import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * Neighbours in 8 bytes each: the distance in the upper half, made to sort like an integer, and the position in the
 * lower, so that the order of the numbers is that of the neighbours: by distance, then by position.
 */
final class PackedNeighbours extends AbstractList<Neighbour> implements RandomAccess {
    private final long[] packed;

    PackedNeighbours(long[] packed) {
        this.packed = packed;
    }

    static long pack(int position, float distance) {
        // Adding zero makes of -0 a 0, which it equals but would not sort with.
        return ((long) sortable(Float.floatToIntBits(distance + 0f)) << Integer.SIZE) | position;
    }

    static float distance(long packed) {
        return Float.intBitsToFloat(sortable((int) (packed >> Integer.SIZE)));
    }

    @Override
    public Neighbour get(int rank) {
        return new Neighbour((int) packed[rank], distance(packed[rank]));
    }

    @Override
    public int size() {
        return packed.length;
    }

    /** Floats sort as sign and magnitude: for negative ones the magnitude is turned round. Its own inverse. */
    private static int sortable(int bits) {
        return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
    }
}
