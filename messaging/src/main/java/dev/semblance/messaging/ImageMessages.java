package dev.semblance.messaging;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageFormat;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.avro.GivenEmbedding;
import dev.semblance.schema.avro.ImageEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Values on the image topic. Either an Avro {@code ImageEvent}, or plainly an image file whose label and attributes are
 * in the headers {@code label} and {@code attr.NAME}, so that any Kafka client can be a producer.
 */
public final class ImageMessages {
    private static final String LABEL_HEADER = "label";
    private static final String ATTRIBUTE_HEADER = "attr.";
    private static final SingleObjectCodec<ImageEvent> CODEC = new SingleObjectCodec<>(ImageEvent.getClassSchema());

    private ImageMessages() {}

    public static byte[] encode(ImageRecord image) {
        return CODEC.encode(ImageEvent.newBuilder()
                .setImage(ByteBuffer.wrap(image.image()))
                .setLabel(image.label().orElse(null))
                .setAttributes(image.attributes())
                .setCapturedAt(image.capturedAt().orElse(null))
                .setEmbedding(image.embedding().map(ImageMessages::encode).orElse(null))
                .build());
    }

    /**
     * Reads a value, without decoding the image in it.
     *
     * @throws BadImageException if it is empty, or neither an event nor an image file
     */
    public static ImageRecord decode(byte[] value, Headers headers) throws BadImageException {
        if (value.length == 0) {
            throw new BadImageException(Reason.EMPTY, "the record is empty (0 bytes); a delete has a null value");
        }
        if (SingleObjectCodec.isEncoded(value)) {
            return decodeEvent(value);
        }
        if (ImageFormat.of(value).isEmpty()) {
            throw new BadImageException(
                    Reason.UNKNOWN_FORMAT, "the record is neither an ImageEvent nor a PNG, JPEG, GIF or BMP file");
        }
        return fromHeaders(value, headers);
    }

    private static ImageRecord decodeEvent(byte[] value) throws BadImageException {
        try {
            ImageEvent event = CODEC.decode(value);
            return new ImageRecord(
                    bytes(event.getImage()),
                    Optional.ofNullable(event.getLabel()),
                    event.getAttributes(),
                    Optional.ofNullable(event.getCapturedAt()),
                    event.getEmbedding() == null ? Optional.empty() : Optional.of(decode(event.getEmbedding())));
        } catch (MalformedEventException e) {
            throw new BadImageException(Reason.UNKNOWN_FORMAT, "not an ImageEvent: " + e.getMessage(), e);
        }
    }

    private static GivenEmbedding encode(ImageRecord.GivenEmbedding given) {
        return GivenEmbedding.newBuilder()
                .setModel(given.version().model())
                .setVersion(given.version().version())
                .setValues(ByteBuffer.wrap(given.embedding().toBytes()))
                .build();
    }

    private static ImageRecord.GivenEmbedding decode(GivenEmbedding given) throws BadImageException {
        try {
            return new ImageRecord.GivenEmbedding(
                    new ModelVersion(given.getModel(), given.getVersion()),
                    Embedding.normalised(Embedding.valuesOf(bytes(given.getValues()))));
        } catch (IllegalArgumentException e) {
            throw new BadImageException(Reason.BAD_EMBEDDING, "the embedding of the event: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static ImageRecord fromHeaders(byte[] image, Headers headers) {
        Optional<String> label = Optional.empty();
        Map<String, String> attributes = new HashMap<>();
        for (Header header : headers) {
            if (header.value() == null) {
                continue;
            }
            String text = new String(header.value(), StandardCharsets.UTF_8);
            if (header.key().equals(LABEL_HEADER)) {
                label = Optional.of(text);
            } else if (header.key().startsWith(ATTRIBUTE_HEADER)) {
                attributes.put(header.key().substring(ATTRIBUTE_HEADER.length()), text);
            }
        }
        return new ImageRecord(image, label, attributes, Optional.empty());
    }
}
