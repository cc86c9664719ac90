package dev.semblance.indexer;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.indexer.CheckpointFolder.Checkpoint;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** Works out from where the job of a version is to go on, and builds it. */
final class IndexJobPlans {
    private final IndexJobSettings settings;
    private final Topics topics;

    IndexJobPlans(IndexJobSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /**
     * A job that is ready to be submitted.
     *
     * @param graph the job
     * @param generation of the index that it writes
     * @param origin from where it goes on, for people
     */
    record Plan(JobGraph graph, long generation, String origin) {}

    /**
     * Plans the job of a version.
     *
     * @throws OperatorException if the image topic has another number of partitions than the index has shards
     */
    Plan plan(PublishedModel model, long lastGeneration) {
        int partitions = topics.partitions(Topic.IMAGES);
        Optional<Checkpoint> checkpoint = newestCheckpoint(model.version());
        checkpoint.filter(newest -> newest.shards() != partitions).ifPresent(newest -> {
            throw new OperatorException(PartitionWatch.fault(model.version(), newest.shards(), partitions));
        });
        long generation = checkpoint.isPresent() ? lastGeneration : lastGeneration + 1;
        JobGraph graph = new IndexJob(settings, model, generation, partitions)
                .build(checkpoint.map(newest -> newest.folder().toUri().toString()));
        String origin =
                checkpoint.map(newest -> "checkpoint " + newest.folder()).orElse("the start of the image topic");
        return new Plan(graph, generation, origin);
    }

    private Optional<Checkpoint> newestCheckpoint(ModelVersion version) {
        try {
            return CheckpointFolder.newestComplete(settings.checkpoints(), version);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for checkpoints in " + settings.checkpoints(), e);
        }
    }
}
