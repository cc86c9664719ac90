package dev.semblance.core.index;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An image as a producer sends it.
 *
 * @param image the encoded file, or no bytes where the embedding is all there is; the array is not copied, and nobody
 *     writes to it
 * @param label class of the image where it is known
 * @param attributes free attributes that stay with the image
 * @param capturedAt when the image was taken where it is known
 * @param embedding what the producer has made of the image already
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record ImageRecord(
        byte[] image,
        Optional<String> label,
        Map<String, String> attributes,
        Optional<Instant> capturedAt,
        Optional<GivenEmbedding> embedding) {
    public ImageRecord {
        attributes = Map.copyOf(attributes);
    }

    /** An image that is yet to be embedded. */
    public ImageRecord(
            byte[] image, Optional<String> label, Map<String, String> attributes, Optional<Instant> capturedAt) {
        this(image, label, attributes, capturedAt, Optional.empty());
    }

    /**
     * An embedding by a producer that runs the model itself.
     *
     * @param version of the model; all others embed the image
     */
    public record GivenEmbedding(ModelVersion version, Embedding embedding) {}

    /** An image with nothing but an optional label. */
    public static ImageRecord of(byte[] image, Optional<String> label) {
        return new ImageRecord(image, label, Map.of(), Optional.empty());
    }

    /** Whether there is an image, and not its embedding alone. */
    public boolean hasImage() {
        return image.length > 0;
    }

    /**
     * The embedding that came along for a version of the model; empty where the image is to be embedded.
     *
     * @param dimension of the version's embeddings
     * @throws BadImageException if it has another dimension, or there is neither embedding nor image for this version
     */
    public Optional<Embedding> embeddingFor(ModelVersion version, int dimension) throws BadImageException {
        Optional<Embedding> given =
                embedding.filter(own -> own.version().equals(version)).map(GivenEmbedding::embedding);
        if (given.isPresent() && given.get().dimension() != dimension) {
            throw new BadImageException(
                    Reason.BAD_EMBEDDING,
                    "the embedding has " + given.get().dimension() + " values; those of " + version + " have "
                            + dimension);
        }
        if (given.isEmpty() && !hasImage()) {
            throw new BadImageException(
                    Reason.EMPTY,
                    "the event holds no image, and no embedding by " + version
                            + embedding
                                    .map(own -> ", but one by " + own.version())
                                    .orElse(""));
        }
        return given;
    }
}
