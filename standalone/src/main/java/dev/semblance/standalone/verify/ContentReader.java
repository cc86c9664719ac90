package dev.semblance.standalone.verify;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.ImageMessages;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads a record of the image topic by the contract of the topic: what it says of ids, texts and images. */
final class ContentReader {
    private static final int MOST_BYTES_OF_TEXT = 2_048;
    private static final int MOST_ATTRIBUTES = 64;

    private final ImageDecoder decoder;
    private final ModelVersion version;
    private final int dimension;

    ContentReader(ImageDecoder decoder, ModelVersion version, int dimension) {
        this.decoder = decoder;
        this.version = version;
        this.dimension = dimension;
    }

    Content read(ConsumerRecord<byte[], byte[]> message) {
        Optional<String> id = id(message.key());
        if (id.isEmpty()) {
            return new Content.Unreadable(id, "the key is no image id");
        }
        if (message.value() == null) {
            return new Content.Delete(id.get());
        }
        try {
            ImageRecord image = ImageMessages.decode(message.value(), message.headers());
            if (!fits(image)) {
                return new Content.Unreadable(id, "the label or an attribute is too long, or there are too many");
            }
            return content(id.get(), image);
        } catch (BadImageException e) {
            return new Content.Unreadable(id, String.valueOf(e.getMessage()));
        }
    }

    private Content content(String id, ImageRecord image) throws BadImageException {
        Optional<Embedding> given = image.embeddingFor(version, dimension);
        if (given.isEmpty()) {
            return new Content.Image(id, image, decoder.decode(image.image()));
        }
        if (image.hasImage()) {
            decoder.decode(image.image()); // what is there must be an image
        }
        return new Content.Embedded(id, image, given.get());
    }

    /** The image id; empty if the key is none. */
    Optional<String> id(byte @Nullable [] key) {
        if (key == null || key.length == 0 || key.length > MOST_BYTES_OF_TEXT) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean fits(ImageRecord image) {
        Stream<String> texts = Stream.concat(
                image.label().stream(),
                image.attributes().entrySet().stream()
                        .flatMap(attribute -> Stream.of(attribute.getKey(), attribute.getValue())));
        return image.attributes().size() <= MOST_ATTRIBUTES
                && texts.allMatch(text -> text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES_OF_TEXT);
    }
}
