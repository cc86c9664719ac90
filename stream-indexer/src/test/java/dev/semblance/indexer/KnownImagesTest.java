package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.store.Sha256;
import org.junit.jupiter.api.Test;

class KnownImagesTest {
    private static final Embedding EMBEDDING = Embedding.of(0.6f, 0.8f);
    /** Of one with two values. */
    private static final int BYTES = 308;

    @Test
    void shouldForgetTheImageThatWasNotAskedForForTheLongestTime() {
        KnownImages known = new KnownImages(2 * BYTES);
        known.add(digest(1), EMBEDDING);
        known.add(digest(2), EMBEDDING);
        assertThat(known.find(digest(1))).contains(EMBEDDING);

        known.add(digest(3), EMBEDDING);

        assertThat(known.find(digest(1))).isPresent();
        assertThat(known.find(digest(2))).isEmpty();
        assertThat(known.find(digest(3))).isPresent();
    }

    @Test
    void shouldCountAnImageThatComesAgainOnce() {
        KnownImages known = new KnownImages(2 * BYTES);
        known.add(digest(1), EMBEDDING);
        known.add(digest(2), EMBEDDING);
        known.add(digest(2), EMBEDDING);

        assertThat(known.find(digest(1))).isPresent();
    }

    @Test
    void shouldKeepNothingWithoutRoom() {
        KnownImages known = new KnownImages(BYTES - 1);
        known.add(digest(1), EMBEDDING);

        assertThat(known.find(digest(1))).isEmpty();
    }

    private static Sha256 digest(int content) {
        return Sha256.of(new byte[] {(byte) content});
    }
}
