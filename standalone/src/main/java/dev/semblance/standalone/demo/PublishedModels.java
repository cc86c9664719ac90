package dev.semblance.standalone.demo;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What an earlier demo in the same folder has published. */
final class PublishedModels {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PublishedModels() {}

    /** The newest version of the model. */
    static Optional<PublishedModel> newest(String bootstrap, String model) throws InterruptedException {
        AtomicReference<@Nullable PublishedModel> newest = new AtomicReference<>();
        try (EventFollower follower = EventFollower.builder()
                .on(EventType.MODEL_PUBLISHED, published -> {
                    if (published.version().model().equals(model)) {
                        newest.set(published);
                    }
                })
                .start("published-models", bootstrap)) {
            if (!follower.awaitCaughtUp(PATIENCE)) {
                throw new OperatorException(
                        "the models on " + bootstrap + " could not be read within " + PATIENCE.toSeconds() + " s");
            }
        }
        return Optional.ofNullable(newest.get());
    }
}
