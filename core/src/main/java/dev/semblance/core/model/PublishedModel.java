package dev.semblance.core.model;

import dev.semblance.core.store.Sha256;
import java.time.Instant;

/**
 * A model version whose artifact is complete in the model store.
 *
 * @param description what the model is
 * @param location key of the manifest in the model store
 * @param sha256 digest of the manifest
 * @param publishedAt when the artifact was complete
 */
public record PublishedModel(ModelDescription description, String location, Sha256 sha256, Instant publishedAt) {
    public ModelVersion version() {
        return description.version();
    }
}
