package dev.semblance.core.index;

import dev.semblance.core.index.ShardManifest.StoredFile;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.MMapDirectory;

/**
 * Opens the commits of one model version, one after the other. Fetches only files that the cache lacks and verifies
 * each once; files that the newest commit does not need are removed (open readers keep their mapping).
 *
 * <p>For one thread; the snapshots are for many.
 */
public final class IndexFollower {
    private final ObjectStore store;
    private final Path cache;
    private final Set<Path> verified = new HashSet<>();

    public IndexFollower(ObjectStore store, Path cache) {
        this.store = store;
        this.cache = cache;
    }

    /**
     * Opens a commit. On any fault nothing changes: the caller goes on with the snapshot it has.
     *
     * @throws dev.semblance.core.store.CorruptObjectException if a file is not what was announced
     * @throws IOException if a file cannot be read
     */
    public IndexSnapshot open(IndexCommit commit) throws IOException {
        List<DirectoryReader> readers = new ArrayList<>();
        Set<Path> needed = new HashSet<>();
        try {
            for (ShardCommit shard : commit.shards()) {
                readers.add(open(shard, needed));
            }
            IndexSnapshot snapshot = new IndexSnapshot(commit, readers);
            removeAllBut(needed);
            return snapshot;
        } catch (IOException | RuntimeException e) {
            for (DirectoryReader reader : readers) {
                reader.close();
            }
            throw e;
        }
    }

    /** Removes all that was fetched; open snapshots keep their mapping. */
    public void forget() throws IOException {
        removeAllBut(Set.of());
    }

    private DirectoryReader open(ShardCommit shard, Set<Path> needed) throws IOException {
        ShardManifest manifest = ShardManifest.read(store, shard.manifest(), shard.sha256());
        Path folder = Objects.requireNonNull(cache.resolve(shard.manifest()).getParent(), "a key has a folder");
        Files.createDirectories(folder);
        for (StoredFile file : manifest.files()) {
            Path target = folder.resolve(ManifestDirectory.cachedName(file));
            fetch(file, target);
            needed.add(target);
        }
        return DirectoryReader.open(new ManifestDirectory(new MMapDirectory(folder), manifest));
    }

    private void fetch(StoredFile file, Path target) throws IOException {
        if (verified.contains(target)) {
            return;
        }
        Sha256 digest = new Sha256(file.sha256());
        if (!Files.exists(target) || !Sha256.of(target).equals(digest)) {
            store.fetch(file.key(), target);
            digest.verify(target, file.key());
        }
        verified.add(target);
    }

    private void removeAllBut(Set<Path> needed) throws IOException {
        if (!Files.exists(cache)) {
            return;
        }
        List<Path> superfluous;
        try (Stream<Path> files = Files.walk(cache)) {
            superfluous = files.filter(Files::isRegularFile)
                    .filter(file -> !needed.contains(file))
                    .toList();
        }
        for (Path file : superfluous) {
            Files.deleteIfExists(file);
        }
        verified.retainAll(needed);
    }
}
