package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import java.util.Map;
import java.util.Optional;

/**
 * An image as the index keeps it.
 *
 * @param id image id, unique in the corpus
 * @param embedding in the space of the index's model version
 * @param label class of the image where it is known
 * @param attributes free attributes
 */
public record IndexedImage(String id, Embedding embedding, Optional<String> label, Map<String, String> attributes) {
    public IndexedImage {
        attributes = Map.copyOf(attributes);
    }
}
