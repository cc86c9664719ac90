package dev.semblance.standalone.verify;

import dev.semblance.core.OperatorException;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.PartitionReader;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Finds the model version to verify: the one asked for, else the live one, else the one that committed last. */
record VerifiedVersion(String bootstrap, String model) {
    PublishedModel find(Optional<String> wanted) {
        ModelVersion version = wanted.map(name -> new ModelVersion(model, name))
                .or(this::live)
                .or(this::lastCommitted)
                .orElseThrow(() -> new OperatorException("there is no index of model " + model + " on " + bootstrap
                        + ": no version is live and none has committed; start './semblance index'"));
        return newest(
                        EventType.MODEL_PUBLISHED,
                        published -> published.version().equals(version))
                .orElseThrow(() -> new OperatorException(
                        "model " + version + " is not published on " + bootstrap + "; see './semblance models list'"));
    }

    private Optional<ModelVersion> live() {
        return newest(EventType.ROLLOUT_CHANGED, rollout -> rollout.model().equals(model))
                .flatMap(Rollout::live);
    }

    private Optional<ModelVersion> lastCommitted() {
        return newest(
                        EventType.INDEX_COMMITTED,
                        commit -> commit.version().model().equals(model))
                .map(IndexCommit::version);
    }

    /** The last event on a topic of one partition that is wanted. */
    private <T> Optional<T> newest(EventType<T> type, Predicate<T> wanted) {
        AtomicReference<Optional<T>> newest = new AtomicReference<>(Optional.empty());
        try (PartitionReader reader = new PartitionReader(bootstrap, type.topic(), 0)) {
            reader.read(reader.start(), reader.committedEnd(), message -> {
                if (message.value() == null) {
                    return;
                }
                T event = type.decode(message.value());
                if (wanted.test(event)) {
                    newest.set(Optional.of(event));
                }
            });
        }
        return newest.get();
    }
}
