package dev.semblance.messaging;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.SingleObjectCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ground truth as any Kafka client can send it: the event of the contract, or the bare label as UTF-8 text under the
 * query id as key. The two cannot be taken for each other, as no text begins with the marker of an event.
 */
public final class LabelMessages {
    private LabelMessages() {}

    /**
     * Reads one record of the topic.
     *
     * @param at time of the record, for one that has no other
     * @throws MalformedEventException if it is neither
     */
    public static ConfirmedLabel decode(byte @Nullable [] key, byte[] value, Instant at) {
        if (SingleObjectCodec.isEncoded(value)) {
            ConfirmedLabel label = EventType.LABEL_CONFIRMED.decode(value);
            if (key == null || !text(key).equals(label.queryId())) {
                throw new MalformedEventException("the key is not the query id '" + label.queryId() + "' of the event");
            }
            return label;
        }
        if (key == null) {
            throw new MalformedEventException("the record has no key: it is the query id");
        }
        try {
            return new ConfirmedLabel(text(key), text(value).strip(), Optional.empty(), at);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedEventException("the record is neither an event nor UTF-8 text", e);
        }
    }
}
