package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been published until now. */
public final class PublishedModels {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PublishedModels() {}

    /** All versions of all models, the last published last. */
    public static List<PublishedModel> all(String bootstrap) throws InterruptedException {
        Map<ModelVersion, PublishedModel> models = new LinkedHashMap<>();
        try (EventFollower follower = EventFollower.builder()
                .on(EventType.MODEL_PUBLISHED, published -> {
                    models.remove(published.version());
                    models.put(published.version(), published);
                })
                .start("published-models", bootstrap)) {
            if (!follower.awaitCaughtUp(PATIENCE)) {
                throw new OperatorException(
                        "the models on " + bootstrap + " could not be read within " + PATIENCE.toSeconds() + " s");
            }
        }
        return List.copyOf(models.values());
    }

    /** The newest version of the model. */
    public static Optional<PublishedModel> newest(String bootstrap, String model) throws InterruptedException {
        return all(bootstrap).reversed().stream()
                .filter(published -> published.version().model().equals(model))
                .findFirst();
    }
}
