package dev.semblance.standalone.config;

import dev.semblance.core.image.ThumbnailSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The indexing job.
 *
 * @param model model whose versions are indexed
 * @param checkpointInterval time between checkpoints, hence between commits
 * @param checkpoints folder of Flink's checkpoints
 * @param work folder of the shards that are being written
 * @param batchSize images that are embedded at once, at most
 * @param parallelism parallel tasks; 0 takes one per core. Never more than the image topic has partitions
 * @param uiPort port of Flink's web page; 0 takes a free one
 * @param cluster address of the JobManager to send jobs to; empty for a cluster in this JVM
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param thumbnails that the index keeps of images
 */
public record IndexerSettings(
        String model,
        Duration checkpointInterval,
        Path checkpoints,
        Path work,
        int batchSize,
        int parallelism,
        int uiPort,
        Optional<URI> cluster,
        String device,
        ThumbnailSpec thumbnails) {
    static IndexerSettings from(SettingReader reader) {
        return new IndexerSettings(
                reader.modelName("index.model"),
                reader.time("index.checkpoint-interval", Duration.ofMillis(10), Duration.ofHours(1)),
                reader.path("index.checkpoints"),
                reader.path("index.work"),
                reader.whole("index.batch-size", 1, 4_096),
                reader.whole("index.parallelism", 0, 1_024),
                reader.whole("index.ui-port", 0, 65_535),
                reader.addressOrEmpty("index.cluster"),
                reader.device("index.device"),
                new ThumbnailSpec(reader.whole("index.thumbnail", 0, ThumbnailSpec.MAX_SIDE)));
    }
}
