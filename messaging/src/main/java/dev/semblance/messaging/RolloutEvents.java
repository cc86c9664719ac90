package dev.semblance.messaging;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.Rollout;
import dev.semblance.schema.avro.RolloutChanged;
import dev.semblance.schema.avro.RolloutState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Rollout} to Avro and back. */
final class RolloutEvents {
    private RolloutEvents() {}

    static RolloutChanged toAvro(Rollout rollout) {
        return RolloutChanged.newBuilder()
                .setModel(rollout.model())
                .setLive(version(rollout.live()))
                .setCandidate(version(rollout.candidate()))
                .setPrevious(version(rollout.previous()))
                .setState(RolloutState.valueOf(rollout.state().name()))
                .setReason(rollout.reason())
                .setChangedBy(rollout.changedBy())
                .setChangedAt(rollout.changedAt())
                .build();
    }

    static Rollout fromAvro(RolloutChanged event) {
        String model = event.getModel();
        return new Rollout(
                model,
                version(model, event.getLive()),
                version(model, event.getCandidate()),
                version(model, event.getPrevious()),
                event.getReason(),
                event.getChangedBy(),
                event.getChangedAt());
    }

    private static @Nullable String version(Optional<ModelVersion> version) {
        return version.map(ModelVersion::version).orElse(null);
    }

    private static Optional<ModelVersion> version(String model, @Nullable String version) {
        return Optional.ofNullable(version).map(present -> new ModelVersion(model, present));
    }
}
