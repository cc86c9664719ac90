package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;

/** Runs indexing jobs, one for each model version. */
public interface IndexJobs {
    /**
     * Starts the job of a version: from its newest complete checkpoint, or else from the start of the image topic.
     *
     * @param lastGeneration generation of the newest commit that was announced for the version, 0 if there is none; a
     *     job that starts from the image topic begins the next one
     */
    void start(PublishedModel model, long lastGeneration);

    /** Stops the job of a version; its commits and checkpoints stay. */
    void stop(ModelVersion version);

    /** Tells whether a job of the version was started and has not ended. */
    boolean isRunning(ModelVersion version);
}
