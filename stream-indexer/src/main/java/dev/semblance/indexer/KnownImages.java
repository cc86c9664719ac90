package dev.semblance.indexer;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.store.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Embeddings of the images that were seen last, by the digest of their encoded bytes: an image that comes again with
 * another label, attribute or id is not embedded again. What is forgotten, or was known before a restart, is only
 * embedded once more.
 *
 * <p>For one thread.
 */
final class KnownImages {
    /** Digest, map entry and object headers, beside 4 bytes for each value of the embedding. */
    private static final long BYTES_BESIDE_THE_VALUES = 300;

    private final long capacityBytes;
    private final Map<Sha256, Embedding> byDigest = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param capacityBytes memory that the embeddings may take, roughly */
    KnownImages(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    Optional<Embedding> find(Sha256 digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    void add(Sha256 digest, Embedding embedding) {
        if (byDigest.putIfAbsent(digest, embedding) == null) {
            bytes += bytes(embedding);
        }
        var eldest = byDigest.entrySet().iterator();
        while (bytes > capacityBytes) {
            bytes -= bytes(eldest.next().getValue());
            eldest.remove();
        }
    }

    private static long bytes(Embedding embedding) {
        return BYTES_BESIDE_THE_VALUES + 4L * embedding.dimension();
    }
}
