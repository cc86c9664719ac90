package dev.semblance.benchmarks.index;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexFollower;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.core.index.IndexSnapshot;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.index.ShardPosition;
import dev.semblance.core.index.ShardPublisher;
import dev.semblance.core.index.ShardState;
import dev.semblance.core.index.ShardWriter;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A shard as the indexing job writes it, published to a folder. */
final class PublishedShard implements Shard {
    private static final ModelVersion VERSION = new ModelVersion("bench", "1");
    private static final String WORK = "work";

    private final Path folder;
    private final ShardPublisher publisher;
    private final ShardWriter writer;
    private final IndexFollower follower;
    private long written;
    private long commits;
    private Optional<ShardCommit> last = Optional.empty();

    private PublishedShard(Path folder, ShardPublisher publisher, ShardWriter writer, IndexFollower follower) {
        this.folder = folder;
        this.publisher = publisher;
        this.writer = writer;
        this.follower = follower;
    }

    static PublishedShard create(Path folder, IndexSettings settings) throws IOException {
        FolderStore store = new FolderStore(store(folder));
        ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "bench", InstantSource.system());
        Path work = Files.createDirectories(work(folder));
        return new PublishedShard(
                folder,
                publisher,
                ShardWriter.create(work, settings, publisher.segments()),
                new IndexFollower(store, folder.resolve("cache")));
    }

    /** Goes on from the Lucene commit whose files lie in {@link #work}. */
    static PublishedShard resume(Path folder, IndexSettings settings) throws IOException {
        FolderStore store = new FolderStore(store(folder));
        ShardPublisher publisher = new ShardPublisher(store, VERSION, 0, "bench", InstantSource.system());
        return new PublishedShard(
                folder,
                publisher,
                ShardWriter.resume(work(folder), settings, publisher.segments()),
                new IndexFollower(store, folder.resolve("cache")));
    }

    /** Where the shard's Lucene files lie. */
    static Path work(Path folder) {
        return folder.resolve(WORK);
    }

    Path work() {
        return work(folder);
    }

    @Override
    public void put(IndexedImage image) throws IOException {
        writer.put(image);
        written++;
    }

    @Override
    public void commit() throws IOException {
        last = Optional.of(
                publisher.publish(writer, new ShardPosition(++commits, written, Instant.ofEpochMilli(written))));
    }

    /** Opens the last commit as a query node does. */
    IndexSnapshot open() throws IOException {
        return follower.open(commitOf(VERSION));
    }

    /** The last commit as an index of this version, which made its vectors. */
    IndexCommit commitOf(ModelVersion version) {
        return new IndexCommit(version, 1, 1, "bench", Instant.EPOCH, List.of(last.orElseThrow()));
    }

    /** Where the published files of a shard lie. */
    static Path store(Path folder) {
        return folder.resolve("store");
    }

    ShardState state() {
        return writer.state();
    }

    /** Bytes that were copied to the store. */
    long publishedBytes() {
        return publisher.bytes();
    }

    @Override
    public int merges() {
        return writer.state().merges();
    }

    @Override
    public void close() throws IOException {
        try (publisher) {
            writer.close();
        }
    }
}
