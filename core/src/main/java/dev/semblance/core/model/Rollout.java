package dev.semblance.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Which version of a model answers queries.
 *
 * @param model the model
 * @param live version that answers queries; empty before the first one has caught up
 * @param candidate version that is being indexed beside the live one
 * @param previous version that was live before
 * @param reason why the rollout changed, for people
 * @param changedBy who or what changed it
 * @param changedAt when it changed
 */
public record Rollout(
        String model,
        Optional<ModelVersion> live,
        Optional<ModelVersion> candidate,
        Optional<ModelVersion> previous,
        String reason,
        String changedBy,
        Instant changedAt) {
    /** Where a rollout stands. */
    public enum State {
        /** A candidate is catching up. */
        INDEXING,
        /** The newest version answers queries. */
        LIVE
    }

    public State state() {
        return candidate.isPresent() ? State.INDEXING : State.LIVE;
    }
}
