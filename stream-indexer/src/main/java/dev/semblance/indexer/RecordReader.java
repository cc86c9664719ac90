package dev.semblance.indexer;

import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.messaging.ImageMessages;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a record of the image topic as far as it goes without a network: id, label, attributes, image. */
final class RecordReader {
    /** Long enough for a URL, short enough for every part that keeps it. */
    private static final int MAX_TEXT_BYTES = 2_048;

    private static final int MAX_ATTRIBUTES = 64;

    private final ImageDecoder decoder;

    RecordReader(ImageDecoder decoder) {
        this.decoder = decoder;
    }

    /** What a record says. */
    sealed interface Content {
        /** The id is to go. */
        record Delete(String id) implements Content {}

        /** The id now has this image. */
        record Image(String id, ImageRecord image) implements Content {}
    }

    Content read(SourceRecord source) throws BadImageException {
        String id = id(source.key());
        byte[] value = source.value();
        if (value == null) {
            return new Content.Delete(id);
        }
        ImageRecord image = ImageMessages.decode(value, source.kafkaHeaders());
        requireIndexable(image);
        return new Content.Image(id, image);
    }

    /** The id of a record that may be unreadable otherwise. */
    Optional<String> readableId(SourceRecord source) {
        try {
            return Optional.of(id(source.key()));
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }

    /** Decodes the image of a record: apart, as one that is known need not be decoded. */
    Pixels pixels(Content.Image image) throws BadImageException {
        return decoder.decode(image.image().image());
    }

    private static String id(byte @Nullable [] key) throws BadImageException {
        if (key == null || key.length == 0) {
            throw new BadImageException(Reason.BAD_ID, "the record has no key; the key is the image id");
        }
        if (key.length > MAX_TEXT_BYTES) {
            throw new BadImageException(
                    Reason.BAD_ID, "the image id has " + key.length + " bytes, more than " + MAX_TEXT_BYTES);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadImageException(Reason.BAD_ID, "the image id is no UTF-8 text", e);
        }
    }

    private static void requireIndexable(ImageRecord image) throws BadImageException {
        if (image.attributes().size() > MAX_ATTRIBUTES) {
            throw new BadImageException(
                    Reason.BAD_ATTRIBUTES,
                    "the image has " + image.attributes().size() + " attributes, more than " + MAX_ATTRIBUTES);
        }
        if (image.label().isPresent()) {
            requireShort("label", image.label().get());
        }
        for (var attribute : image.attributes().entrySet()) {
            requireShort("name of an attribute", attribute.getKey());
            requireShort("attribute " + attribute.getKey(), attribute.getValue());
        }
    }

    private static void requireShort(String what, String text) throws BadImageException {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_TEXT_BYTES) {
            throw new BadImageException(
                    Reason.BAD_ATTRIBUTES, "the " + what + " has " + bytes + " bytes, more than " + MAX_TEXT_BYTES);
        }
    }
}
