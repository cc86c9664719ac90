package dev.semblance.indexer;

import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.ThumbnailSpec;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.StoreLocation;
import java.io.Serializable;
import java.time.Duration;

/**
 * What an indexing job is told besides the model version; travels to the cluster with the job.
 *
 * @param bootstrap Kafka brokers
 * @param modelStore where the model store lies
 * @param indexStore where the index store lies
 * @param checkpoints folder of Flink's checkpoints
 * @param work folder for the local Lucene indexes
 * @param checkpointInterval time between checkpoints, which are the commits
 * @param batchSize images that are embedded at once
 * @param parallelism subtasks that embed and write; at most one per partition is of use
 * @param device where to embed: auto, cpu or gpu:N
 * @param maxImageBytes largest encoded image in bytes
 * @param maxImagePixels largest image in pixels
 * @param thumbnails that the index keeps of images
 */
public record IndexJobSettings(
        String bootstrap,
        StoreLocation modelStore,
        StoreLocation indexStore,
        String checkpoints,
        String work,
        Duration checkpointInterval,
        int batchSize,
        int parallelism,
        String device,
        int maxImageBytes,
        long maxImagePixels,
        ThumbnailSpec thumbnails)
        implements Serializable {
    public IndexJobSettings {
        if (batchSize < 1 || parallelism < 1 || checkpointInterval.toMillis() < 10) {
            throw new IllegalArgumentException("not usable: batch size " + batchSize + ", parallelism " + parallelism
                    + ", checkpoint interval " + checkpointInterval);
        }
    }

    ObjectStore openModelStore() {
        return modelStore.open();
    }

    ObjectStore openIndexStore() {
        return indexStore.open();
    }

    ImageLimits imageLimits() {
        return new ImageLimits(maxImageBytes, maxImagePixels);
    }
}
