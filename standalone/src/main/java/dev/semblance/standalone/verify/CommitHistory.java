package dev.semblance.standalone.verify;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.PartitionReader;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.verify.Difference.Kind;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The commits of one model version in the order of their announcement, so far as the topic keeps them. Within a
 * generation each is newer than the one before, and no later one holds less of a partition.
 */
final class CommitHistory implements AutoCloseable {
    private final ModelVersion version;
    private final Differences differences;
    private final PartitionReader reader;
    private long position;
    private long announced;
    private Optional<IndexCommit> newest = Optional.empty();

    CommitHistory(String bootstrap, ModelVersion version, Differences differences) {
        this.version = version;
        this.differences = differences;
        reader = new PartitionReader(bootstrap, Topic.INDEX_COMMITS, 0);
        position = reader.start();
    }

    /** Reads what has been announced since the last time. */
    void readOn() {
        long end = reader.committedEnd();
        reader.read(position, end, this::add);
        position = Math.max(position, end);
    }

    /** Commits of the version. */
    long announced() {
        return announced;
    }

    /** The one that was announced last. */
    Optional<IndexCommit> newest() {
        return newest;
    }

    private void add(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            IndexCommit commit = EventType.INDEX_COMMITTED.decode(message.value());
            if (commit.version().equals(version)) {
                announced++;
                newest.ifPresent(last -> compare(last, commit));
                newest = Optional.of(commit);
            }
        } catch (MalformedEventException e) {
            differences.add(Kind.FILE, "commit at offset " + message.offset(), String.valueOf(e.getMessage()));
        }
    }

    private void compare(IndexCommit last, IndexCommit next) {
        if (next.generation() > last.generation()) {
            return;
        }
        if (next.generation() < last.generation()) {
            retracted(next, "came after generation " + last.generation());
            return;
        }
        if (next.checkpointId() == last.checkpointId()) {
            differences.add(Kind.COMMIT_REPEATED, name(next), "was announced before");
        } else if (next.checkpointId() < last.checkpointId()) {
            retracted(next, "came after checkpoint " + last.checkpointId());
        }
        for (ShardCommit shard : last.shards()) {
            long nextOffset = next.nextOffset(shard.shard());
            if (nextOffset < shard.nextOffset()) {
                retracted(
                        next,
                        "goes back in shard " + shard.shard() + " from offset " + shard.nextOffset() + " to "
                                + nextOffset);
            }
        }
    }

    private void retracted(IndexCommit commit, String why) {
        differences.add(Kind.COMMIT_RETRACTED, name(commit), why);
    }

    private static String name(IndexCommit commit) {
        return "commit of generation " + commit.generation() + " checkpoint " + commit.checkpointId();
    }

    @Override
    public void close() {
        reader.close();
    }
}
