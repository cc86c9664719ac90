package dev.semblance.trainer.training;

import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Weights;

/**
 * A network that has been trained and judged, not yet published.
 *
 * @param description all but what it has learned
 * @param weights what it has learned
 */
public record TrainedModel(ModelDescription description, Weights weights) {
    /** Keeps the model where those who serve it find it. */
    public PublishedModel publishTo(ModelStore store) {
        return store.publish(description, weights);
    }
}
