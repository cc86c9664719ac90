package dev.semblance.core.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.util.List;

/**
 * The files of one shard at one commit, as JSON in the index store. Lucene reuses file names after a fall-back to an
 * earlier commit, so a stored key carries the attempt that wrote it and a file is known by its digest, never by its
 * name.
 *
 * @param shard number of the shard
 * @param checkpointId checkpoint that the commit belongs to
 * @param nextOffset first offset of the partition that is not in the shard
 * @param watermarkMillis largest Kafka timestamp among the records in the shard, ms since 1970
 * @param documents live documents
 * @param files what a reader needs
 */
record ShardManifest(
        int shard, long checkpointId, long nextOffset, long watermarkMillis, long documents, List<StoredFile> files) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    ShardManifest {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param name Lucene's name for it
     * @param key where it lies in the store
     * @param bytes its length
     * @param sha256 its digest in hex
     */
    record StoredFile(String name, String key, long bytes, String sha256) {}

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a shard manifest is always JSON", e);
        }
    }

    /** Reads and verifies the manifest of a commit. */
    static ShardManifest read(ObjectStore store, String key, Sha256 digest) throws IOException {
        byte[] bytes = store.get(key);
        digest.verify(bytes, key);
        return parse(bytes);
    }

    /** Reads a manifest whose digest nobody has announced yet. */
    static ShardManifest parse(byte[] json) throws IOException {
        return JSON.readValue(json, ShardManifest.class);
    }
}
