package dev.semblance.trainer.training;

import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;

/**
 * A network that has been trained and judged, not yet published.
 *
 * @param description all but the parameters
 * @param parameters DJL block parameters; the array is not copied, and nobody writes to it
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record TrainedModel(ModelDescription description, byte[] parameters) {
    /** Keeps the model where those who serve it find it. */
    public PublishedModel publishTo(ModelStore store) {
        return store.publish(description, parameters);
    }
}
