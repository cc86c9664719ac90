package dev.semblance.core.index;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import dev.semblance.core.index.ShardManifest.StoredFile;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a shard's files to the index store, each once, in the background as soon as it is known. What fails there is
 * tried again when a commit needs it; what Lucene has removed in the meantime no commit will need.
 *
 * <p>Safe for use by several threads.
 */
final class FileUploads implements Closeable {
    /**
     * A copy that no commit has referred to for this long is made again before one does: the sweep may have taken it
     * for an orphan. Well below the shortest grace time that {@link Retention} allows.
     */
    static final Duration RENEWED_AFTER = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(FileUploads.class);
    private static final int AT_ONCE = 4;

    private final ObjectStore store;
    private final String prefix;
    private final InstantSource clock;
    private final RetryPolicy<Object> retries;
    private final ExecutorService threads;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();

    /** A copy under way or done; {@code since} is when it was begun, ms since 1970. */
    private record Upload(CompletableFuture<StoredFile> file, long since) {}

    /**
     * Uploads of one attempt on one shard.
     *
     * @param prefix of the keys
     * @param patience how long a commit tries again to get its files into a store that fails
     */
    FileUploads(ObjectStore store, String prefix, Duration patience, InstantSource clock) {
        this.store = store;
        this.prefix = prefix;
        this.clock = clock;
        retries = RetryPolicy.builder()
                .handle(IOException.class)
                .abortOn(CorruptObjectException.class)
                .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
                .withJitter(0.2)
                .withMaxRetries(-1)
                .withMaxDuration(patience)
                .onRetry(retry -> LOG.warn("trying again to publish {}*: {}", prefix, retry.getLastException()))
                .build();
        threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().daemon().name("publish-", 0).factory());
    }

    /** Takes note of a file that the store has already. */
    void add(StoredFile file) {
        uploads.put(file.name(), new Upload(CompletableFuture.completedFuture(file), Long.MAX_VALUE));
    }

    /** Begins to copy what is not being copied yet. */
    void begin(Collection<Path> files) {
        files.forEach(file -> uploads.computeIfAbsent(name(file), name -> upload(file)));
    }

    /** Waits until the copies that were begun have ended, in whichever way. */
    void settle(Collection<Path> files) {
        for (Path file : files) {
            Upload upload = uploads.get(name(file));
            if (upload != null) {
                upload.file().handle((stored, fault) -> stored).join();
            }
        }
    }

    /**
     * Copies what the store lacks, and forgets all other files.
     *
     * @return the files of a commit, in the store
     * @throws IOException if the store or the local disk has failed for too long
     */
    List<StoredFile> complete(List<Path> files) throws IOException {
        files.forEach(file -> uploads.computeIfPresent(name(file), (name, known) -> isStale(known) ? null : known));
        begin(files);
        List<StoredFile> stored = new ArrayList<>();
        for (Path file : files) {
            stored.add(result(file));
        }
        uploads.keySet().retainAll(files.stream().map(FileUploads::name).toList());
        stored.forEach(this::add);
        return stored;
    }

    private boolean isStale(Upload upload) {
        return upload.since() < clock.millis() - RENEWED_AFTER.toMillis();
    }

    private StoredFile result(Path file) throws IOException {
        Upload begun = uploads.get(name(file));
        try {
            if (begun != null) {
                return begun.file().get();
            }
        } catch (ExecutionException e) {
            LOG.debug("trying again to publish {}", file, e);
        } catch (InterruptedException e) {
            throw interrupted(file.toString());
        }
        return persistently(file.toString(), () -> copy(file));
    }

    /** Writes a small object, with the same patience. */
    void put(String key, byte[] content) throws IOException {
        persistently(key, () -> {
            store.put(key, content);
            bytes.add(content.length);
            return key;
        });
    }

    private <T> T persistently(String what, CheckedSupplier<T> action) throws IOException {
        try {
            return Failsafe.with(retries).get(action);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw e.getCause() instanceof InterruptedException ? interrupted(what) : new IOException(e);
        }
    }

    private static InterruptedIOException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while publishing " + what);
    }

    private Upload upload(Path file) {
        return new Upload(
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return copy(file);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        threads),
                clock.millis());
    }

    /** The digest is of what Lucene wrote: its own checksum, inside the file, is compared first. */
    private StoredFile copy(Path file) throws IOException {
        LuceneChecksum.verify(file);
        String name = name(file);
        StoredFile stored = new StoredFile(
                name, prefix + name, Files.size(file), Sha256.of(file).hex());
        store.put(stored.key(), file);
        bytes.add(stored.bytes());
        return stored;
    }

    /** Bytes that were copied to the store since the start. */
    long bytes() {
        return bytes.sum();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
