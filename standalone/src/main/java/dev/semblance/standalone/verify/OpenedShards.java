package dev.semblance.standalone.verify;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexFollower;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardDocuments;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.standalone.verify.Difference.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shards of a commit, each fetched and its digests verified by itself, so that one fault does not hide others. */
final class OpenedShards implements AutoCloseable {
    private final Map<Integer, IndexSnapshot> snapshots = new HashMap<>();

    private OpenedShards() {}

    /** Opens what can be opened; the rest is among the differences. */
    static OpenedShards open(IndexCommit commit, ObjectStore store, Path folder, Differences differences) {
        OpenedShards opened = new OpenedShards();
        for (ShardCommit shard : commit.shards()) {
            IndexCommit alone = new IndexCommit(
                    commit.version(),
                    commit.generation(),
                    commit.checkpointId(),
                    commit.attempt(),
                    commit.committedAt(),
                    List.of(shard));
            Path cache = folder.resolve("shard-" + shard.shard());
            try {
                opened.snapshots.put(shard.shard(), new IndexFollower(store, cache).open(alone));
            } catch (IOException e) {
                differences.add(Kind.FILE, "shard " + shard.shard(), "cannot be opened: " + e);
            }
        }
        return opened;
    }

    Optional<ShardDocuments> shard(int number) {
        return Optional.ofNullable(snapshots.get(number)).flatMap(snapshot -> snapshot.shard(number));
    }

    @Override
    public void close() {
        snapshots.values().forEach(IndexSnapshot::release);
    }
}
