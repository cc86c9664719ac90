package dev.semblance.core.matching;

import java.util.Optional;

/**
 * The label that the neighbours of a query speak for.
 *
 * @param label class that was found
 * @param distance how far the query is from it, in the distance of the model version
 */
public record Match(String label, float distance) {
    /** Whether the query is near enough; the threshold itself is. */
    public boolean isWithin(float threshold) {
        return distance <= threshold;
    }

    /** The label, or empty for "no match" where the query is too far from it. */
    public Optional<String> labelWithin(float threshold) {
        return isWithin(threshold) ? Optional.of(label) : Optional.empty();
    }
}
