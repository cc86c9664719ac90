package dev.semblance.trainer.data;

import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is known of an archive before it is fetched.
 *
 * @param bytes its length
 * @param sha256 its digest
 */
record ArchiveDigest(long bytes, Sha256 sha256) {
    /** Fails unless the file is that archive; one that is not is removed, so that the next attempt starts anew. */
    void verify(Path archive) throws IOException {
        long found = Files.size(archive);
        if (found != bytes) {
            Files.delete(archive);
            throw new IOException("it has " + found + " bytes, not " + bytes + " as published");
        }
        Sha256 digest = Sha256.of(archive);
        if (!digest.equals(sha256)) {
            Files.delete(archive);
            throw new IOException("its SHA-256 is " + digest.hex() + ", not " + sha256.hex() + " as published");
        }
    }
}
