package dev.semblance.core.matching;

/**
 * An indexed image of a known class, seen from a query.
 *
 * @param label class of the image
 * @param distance from the query; finite, so that no threshold taken from it accepts everything
 */
public record LabelledNeighbour(String label, float distance) {
    public LabelledNeighbour {
        if (!Float.isFinite(distance)) {
            throw new IllegalArgumentException("a neighbour is at a finite distance, not at " + distance);
        }
    }
}
