package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Notices that the image topic has other partitions than a running job was started with. The job reads none of the new
 * ones; what lies there is in no index of its version.
 */
final class PartitionWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final IntSupplier partitions;
    private final LongSupplier nanoTime;
    private long lastLook;
    private int found;

    /**
     * A watch, for one thread.
     *
     * @param partitions asks Kafka for the number of partitions of the image topic
     * @param nanoTime as {@link System#nanoTime}
     */
    PartitionWatch(IntSupplier partitions, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.nanoTime = nanoTime;
    }

    /** What is wrong with the first of the jobs that is wrong; asks Kafka now and then only. */
    Optional<String> fault(Collection<RunningJob> running) {
        if (running.isEmpty()) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (found == 0 || now - lastLook >= BETWEEN_LOOKS.toNanos()) {
            found = partitions.getAsInt();
            lastLook = now;
        }
        return running.stream()
                .filter(job -> job.shards() != found)
                .min(Comparator.comparing(job -> job.version().key()))
                .map(job -> fault(job.version(), job.shards(), found));
    }

    static String fault(ModelVersion version, int shards, int partitions) {
        return "the index of " + version + " has " + shards + " shards, but the image topic now has " + partitions
                + " partitions, and what lies in others is not indexed: publish a new version, which is indexed from all"
                + " of them (docs/operations.md says more under partitions)";
    }
}
