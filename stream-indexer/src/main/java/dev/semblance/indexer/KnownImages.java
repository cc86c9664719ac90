package dev.semblance.indexer;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.store.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Embeddings and thumbnails of the images that were seen last, by the digest of their encoded bytes: an image that
 * comes again with another label, attribute or id is not embedded again. What is forgotten, or was known before a
 * restart, is only embedded once more.
 *
 * <p>For one thread.
 */
final class KnownImages {
    /** Digest, map entry and object headers, beside 4 bytes for each value of the embedding. */
    private static final long BYTES_BESIDE_THE_VALUES = 300;

    private final long capacityBytes;
    private final Map<Sha256, Known> byDigest = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** What was made of an image. */
    record Known(Embedding embedding, Optional<Thumbnail> thumbnail) {
        private long bytes() {
            return BYTES_BESIDE_THE_VALUES
                    + 4L * embedding.dimension()
                    + thumbnail.map(small -> small.file().length).orElse(0);
        }
    }

    /** @param capacityBytes memory that all of it may take, roughly */
    KnownImages(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    Optional<Known> find(Sha256 digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    void add(Sha256 digest, Known image) {
        if (byDigest.putIfAbsent(digest, image) == null) {
            bytes += image.bytes();
        }
        var eldest = byDigest.entrySet().iterator();
        while (bytes > capacityBytes) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }
}
