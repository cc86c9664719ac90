package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import java.util.Set;

/**
 * Runs indexing jobs, one for each model version.
 *
 * <p>All methods throw {@link ClusterAwayException} if the cluster does not answer.
 */
public interface IndexJobs {
    /**
     * Starts the job of a version: from its newest complete checkpoint, or else from the start of the image topic.
     *
     * @param lastGeneration generation of the newest commit that was announced for the version, 0 if there is none; a
     *     job that starts from the image topic begins the next one
     * @throws dev.semblance.core.OperatorException if the image topic has another number of partitions than the
     *     checkpoint has shards
     */
    void start(PublishedModel model, long lastGeneration);

    /** Stops the job of a version, which may take a moment; its commits and checkpoints stay. */
    void stop(ModelVersion version);

    /** The jobs that were started, by whomever, and have not ended. */
    Set<RunningJob> running();
}
