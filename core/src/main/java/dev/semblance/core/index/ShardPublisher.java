package dev.semblance.core.index;

import dev.semblance.core.index.ShardManifest.StoredFile;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Copies the commits of one shard to the index store. Segments are copied while the shard is being written, as Lucene
 * finishes them, and each file once; what is left at a commit is little. The manifest goes last, so a manifest that can
 * be read names files that are there.
 *
 * <p>Keys are {@code model/version/shard-P/ATTEMPT-NAME}: unique for each attempt, so an abandoned attempt can neither
 * overwrite nor be mistaken for the one that counts.
 *
 * <p>For one thread, but for {@link #segments()}.
 */
public final class ShardPublisher implements Closeable {
    /** How long a commit tries to get its files into a store that fails; longer, and the job starts again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectStore store;
    private final ModelVersion version;
    private final int shard;
    private final StoredNames names;
    private final FileUploads uploads;
    /** Fewer than files are copied at once: a commit must not wait for merged segments that it does not need. */
    private final Semaphore mergedAtOnce = new Semaphore(2, true);

    /**
     * A publisher of one attempt.
     *
     * @param attempt unique, without a slash
     */
    public ShardPublisher(ObjectStore store, ModelVersion version, int shard, String attempt, InstantSource clock) {
        this.store = store;
        this.version = version;
        this.shard = shard;
        this.names = new StoredNames(version, shard, attempt);
        this.uploads = new FileUploads(store, names.prefix(), PATIENCE, clock);
    }

    /** What the shard's writer is to tell of its segments. */
    public SegmentListener segments() {
        return new SegmentListener() {
            @Override
            public void flushed(List<Path> files) {
                uploads.begin(files);
            }

            @Override // held up here, a large segment is in the store before the first commit that needs it
            public void merged(List<Path> files) {
                mergedAtOnce.acquireUninterruptibly();
                try {
                    // One after the other: all at once, those of one segment would take all that copies.
                    for (Path file : files) {
                        uploads.begin(List.of(file));
                        uploads.settle(List.of(file));
                    }
                } finally {
                    mergedAtOnce.release();
                }
            }
        };
    }

    /**
     * Brings the files of a published commit into an empty folder, where a writer can resume from them.
     *
     * @throws dev.semblance.core.store.CorruptObjectException if a file is not what was published
     */
    public void restore(String manifestKey, Sha256 digest, Path folder, LocalFiles local) throws IOException {
        for (StoredFile file : ShardManifest.read(store, manifestKey, digest).files()) {
            Path target = folder.resolve(file.name());
            if (!linked(file, target, local)) {
                store.fetch(file.key(), target);
                new Sha256(file.sha256()).verify(target, file.key());
            }
            uploads.add(file);
        }
    }

    private static boolean linked(StoredFile file, Path target, LocalFiles local) throws IOException {
        Optional<Path> found = local.find(StoredNames.attempt(file.key()), file.name());
        if (found.isEmpty() || !Sha256.of(found.get()).equals(new Sha256(file.sha256()))) {
            return false;
        }
        Files.createLink(target, found.get());
        return true;
    }

    /** Commits the writer and makes the commit durable in the store. */
    public ShardCommit publish(ShardWriter writer, ShardPosition position) throws IOException {
        ShardWriter.Files commit = writer.commit(Map.of(
                "modelVersion", version.key(),
                "shard", Integer.toString(shard),
                "checkpointId", Long.toString(position.checkpointId()),
                "nextOffset", Long.toString(position.nextOffset()),
                "watermark", position.watermark().toString()));
        List<StoredFile> files = uploads.complete(
                commit.names().stream().map(commit.folder()::resolve).toList());
        byte[] manifest = new ShardManifest(
                        shard,
                        position.checkpointId(),
                        position.nextOffset(),
                        position.watermark().toEpochMilli(),
                        commit.documents(),
                        files)
                .toJson();
        String key = names.manifest(position.checkpointId());
        uploads.put(key, manifest);
        return new ShardCommit(
                shard, key, Sha256.of(manifest), commit.documents(), position.nextOffset(), position.watermark());
    }

    /** Bytes that were copied to the store since the start. */
    public long bytes() {
        return uploads.bytes();
    }

    /** Ends the copying; what no commit refers to may lie in the store, for the sweep to take. */
    @Override
    public void close() {
        uploads.close();
    }
}
