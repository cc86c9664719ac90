package dev.semblance.trainer.data;

import dev.semblance.core.store.Sha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A SHA-256 digest in 32 bytes, a quarter of what its hex digits take: a folder may hold a million images.
 *
 * @param first bytes 0 to 7, big-endian
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
record CompactDigest(long first, long second, long third, long fourth) {
    static CompactDigest of(Sha256 digest) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digest.hex()));
        return new CompactDigest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    Sha256 sha256() {
        HexFormat hex = HexFormat.of();
        return new Sha256(
                hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth));
    }
}
