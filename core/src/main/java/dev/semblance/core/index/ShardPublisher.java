package dev.semblance.core.index;

import dev.semblance.core.index.ShardManifest.StoredFile;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies the commits of one shard to the index store. Only files that the store lacks are copied; the manifest goes
 * last, so a manifest that can be read names files that are there.
 *
 * <p>Keys are {@code model/version/shard-P/ATTEMPT-NAME}: unique for each attempt, so an abandoned attempt can neither
 * overwrite nor be mistaken for the one that counts.
 *
 * <p>For one thread.
 */
public final class ShardPublisher {
    private final ObjectStore store;
    private final String prefix;
    private final int shard;
    private final Map<String, StoredFile> published = new HashMap<>();

    public ShardPublisher(ObjectStore store, ModelVersion version, int shard, String attempt) {
        this.store = store;
        this.shard = shard;
        this.prefix = version.key() + "/shard-" + shard + "/" + attempt + "-";
    }

    /** Fetches the files of a published commit into an empty folder, where a writer can resume from them. */
    public void restore(String manifestKey, Sha256 digest, Path folder) throws IOException {
        for (StoredFile file : ShardManifest.read(store, manifestKey, digest).files()) {
            Path target = folder.resolve(file.name());
            store.fetch(file.key(), target);
            new Sha256(file.sha256()).verify(target, file.key());
            published.put(file.name(), file);
        }
    }

    /** Commits the writer and makes the commit durable in the store. */
    public ShardCommit publish(ShardWriter writer, ShardPosition position) throws IOException {
        ShardWriter.Files commit = writer.commit(position);
        List<StoredFile> files = new ArrayList<>();
        for (String name : commit.files()) {
            StoredFile known = published.get(name);
            files.add(known == null ? copy(commit.folder().resolve(name)) : known);
        }
        published.clear();
        files.forEach(file -> published.put(file.name(), file));
        return writeManifest(commit, files);
    }

    private StoredFile copy(Path file) throws IOException {
        String name = file.getFileName().toString();
        StoredFile stored = new StoredFile(
                name, prefix + name, Files.size(file), Sha256.of(file).hex());
        store.put(stored.key(), file);
        return stored;
    }

    private ShardCommit writeManifest(ShardWriter.Files commit, List<StoredFile> files) throws IOException {
        ShardPosition position = commit.position();
        Instant watermark = position.watermark();
        byte[] manifest = new ShardManifest(
                        shard,
                        position.checkpointId(),
                        position.nextOffset(),
                        watermark.toEpochMilli(),
                        commit.documents(),
                        files)
                .toJson();
        String key = prefix + "manifest-" + position.checkpointId() + ".json";
        store.put(key, manifest);
        return new ShardCommit(shard, key, Sha256.of(manifest), commit.documents(), position.nextOffset(), watermark);
    }
}
