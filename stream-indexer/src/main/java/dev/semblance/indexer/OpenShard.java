package dev.semblance.indexer;

import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.LocalFiles;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPosition;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.index.ShardState;
import dev.semblance.core.index.ShardWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A shard that a subtask writes, from the commit that its checkpoint names on. */
final class OpenShard implements Closeable {
    /** The latest time that a commit event can say; a producer's clock may tell nanoseconds as milliseconds. */
    private static final long LATEST_MILLIS = Long.MAX_VALUE / 1_000;

    private final ShardWriter writer;
    private final ShardPublisher publisher;
    private long nextOffset;
    private Instant watermark;
    private boolean changed;

    private OpenShard(ShardWriter writer, ShardPublisher publisher, long nextOffset, Instant watermark) {
        this.writer = writer;
        this.publisher = publisher;
        this.nextOffset = nextOffset;
        this.watermark = watermark;
    }

    /**
     * Opens a shard in an empty folder.
     *
     * @param last the commit to go on from; empty for a shard that starts with the partition
     * @param local where files of that commit may lie still
     */
    static OpenShard open(
            ShardPublisher publisher, Optional<ShardCommit> last, Path folder, LocalFiles local, IndexSettings settings)
            throws IOException {
        if (last.isEmpty()) {
            ShardWriter writer = ShardWriter.create(folder, settings, publisher.segments());
            return new OpenShard(writer, publisher, 0, Instant.EPOCH);
        }
        ShardCommit commit = last.get();
        publisher.restore(commit.manifest(), commit.sha256(), folder, local);
        ShardWriter writer = ShardWriter.resume(folder, settings, publisher.segments());
        return new OpenShard(writer, publisher, commit.nextOffset(), commit.watermark());
    }

    void apply(ShardChange change) throws IOException {
        if (change.offset() < nextOffset) {
            throw new IllegalStateException("shard " + change.shard() + " holds all up to offset " + nextOffset
                    + " and was given offset " + change.offset() + " again");
        }
        switch (change) {
            case ShardChange.Put put -> writer.put(put.image(), put.thumbnail());
            case ShardChange.Delete delete -> writer.delete(delete.id());
            case ShardChange.Skip skip -> {}
        }
        nextOffset = change.offset() + 1;
        Instant timestamp = Instant.ofEpochMilli(Math.min(change.timestampMillis(), LATEST_MILLIS));
        watermark = timestamp.isAfter(watermark) ? timestamp : watermark;
        changed = true;
    }

    /** Makes what was applied durable in the index store; empty if nothing was since the last time. */
    Optional<ShardCommit> commit(long checkpointId) throws IOException {
        if (!changed) {
            return Optional.empty();
        }
        ShardCommit commit = publisher.publish(writer, new ShardPosition(checkpointId, nextOffset, watermark));
        changed = false;
        return Optional.of(commit);
    }

    ShardState state() {
        return writer.state();
    }

    /** Bytes that were copied to the index store. */
    long publishedBytes() {
        return publisher.bytes();
    }

    @Override
    public void close() throws IOException {
        try (publisher) {
            writer.close();
        }
    }
}
