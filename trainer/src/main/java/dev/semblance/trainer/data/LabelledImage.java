package dev.semblance.trainer.data;

import dev.semblance.core.image.Pixels;
import dev.semblance.core.store.Sha256;

/** An image with its class. Large images stay on disk; small ones are held decoded. */
public sealed interface LabelledImage permits DecodedImage, ImageFile {
    /** Unique in its data set; the key it is streamed under. */
    String id();

    /** Its class. */
    String label();

    /** Its size, known without decoding. */
    ImageShape shape();

    /** The decoded image. */
    Pixels pixels();

    /** The image as a file that any decoder reads: what a producer sends. */
    byte[] encoded();

    /** Digest of what was loaded. */
    Sha256 digest();
}
