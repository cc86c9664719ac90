package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.store.Sha256;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownImagesTest {
    private static final KnownImages.Known IMAGE = new KnownImages.Known(Embedding.of(0.6f, 0.8f), Optional.empty());
    /** Of one with two values. */
    private static final int BYTES = 308;

    @Test
    void shouldForgetTheImageThatWasNotAskedForForTheLongestTime() {
        KnownImages known = new KnownImages(2 * BYTES);
        known.add(digest(1), IMAGE);
        known.add(digest(2), IMAGE);
        assertThat(known.find(digest(1))).contains(IMAGE);

        known.add(digest(3), IMAGE);

        assertThat(known.find(digest(1))).isPresent();
        assertThat(known.find(digest(2))).isEmpty();
        assertThat(known.find(digest(3))).isPresent();
    }

    @Test
    void shouldCountAnImageThatComesAgainOnce() {
        KnownImages known = new KnownImages(2 * BYTES);
        known.add(digest(1), IMAGE);
        known.add(digest(2), IMAGE);
        known.add(digest(2), IMAGE);

        assertThat(known.find(digest(1))).isPresent();
    }

    @Test
    void shouldKeepNothingWithoutRoom() {
        KnownImages known = new KnownImages(BYTES - 1);
        known.add(digest(1), IMAGE);

        assertThat(known.find(digest(1))).isEmpty();
    }

    @Test
    void shouldCountTheBytesOfThumbnails() {
        Thumbnail thumbnail = Thumbnail.of(SmallNetwork.png(9));
        KnownImages.Known image = new KnownImages.Known(IMAGE.embedding(), Optional.of(thumbnail));
        int bytes = BYTES + thumbnail.file().length;

        KnownImages room = new KnownImages(bytes);
        room.add(digest(1), image);
        KnownImages tooLittle = new KnownImages(bytes - 1);
        tooLittle.add(digest(1), image);

        assertThat(room.find(digest(1))).contains(image);
        assertThat(tooLittle.find(digest(1))).isEmpty();
    }

    private static Sha256 digest(int content) {
        return Sha256.of(new byte[] {(byte) content});
    }
}
