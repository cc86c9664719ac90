package dev.semblance.core.image;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An image as a producer sends it.
 *
 * @param image the encoded file; the array is not copied, and nobody writes to it
 * @param label class of the image where it is known
 * @param attributes free attributes that stay with the image
 * @param capturedAt when the image was taken where it is known
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record ImageRecord(
        byte[] image, Optional<String> label, Map<String, String> attributes, Optional<Instant> capturedAt) {
    public ImageRecord {
        attributes = Map.copyOf(attributes);
    }

    /** An image with nothing but an optional label. */
    public static ImageRecord of(byte[] image, Optional<String> label) {
        return new ImageRecord(image, label, Map.of(), Optional.empty());
    }
}
