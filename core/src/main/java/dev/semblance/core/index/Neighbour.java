package dev.semblance.core.index;

import java.util.Map;
import java.util.Optional;

/**
 * An indexed image near a query.
 *
 * @param id image id
 * @param label class of the image where it is known
 * @param attributes free attributes
 * @param distance cosine distance to the query, 0 to 2
 */
public record Neighbour(String id, Optional<String> label, Map<String, String> attributes, float distance) {
    public Neighbour {
        attributes = Map.copyOf(attributes);
    }
}
