package dev.semblance.query.confusion;

import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What becomes of a match, with what is known of its query's class. Between the halves of the topology it travels as
 * one byte, 0 to 3 for ceased, begun, labelled, and labelled anew; for the last of these the earlier label as 4 bytes
 * of length and UTF-8; and the match event.
 */
sealed interface Counted {
    /** As it is now, or was until it ceased to count. */
    MatchDecision decision();

    /** It begins to count. */
    record Begun(MatchDecision decision) implements Counted {}

    /** It ceases to count. */
    record Ceased(MatchDecision decision) implements Counted {}

    /**
     * It counts on, with a label that it did not have.
     *
     * @param before the label that it had
     */
    record Relabelled(MatchDecision decision, Optional<String> before) implements Counted {}

    static Serde<Counted> serde() {
        return Serdes.serdeFrom((topic, counted) -> encode(counted), (topic, bytes) -> decode(bytes));
    }

    private static byte[] encode(Counted counted) {
        byte[] event = EventType.MATCH_MADE.encode(counted.decision());
        return switch (counted) {
            case Ceased ceased -> bytes(0, event).array();
            case Begun begun -> bytes(1, event).array();
            case Relabelled(MatchDecision decision, Optional<String> before) ->
                before.map(label -> label.getBytes(StandardCharsets.UTF_8))
                        .map(label -> labelledAnew(label, event))
                        .orElseGet(() -> bytes(2, event).array());
        };
    }

    private static ByteBuffer bytes(int kind, byte[] event) {
        return ByteBuffer.allocate(1 + event.length).put((byte) kind).put(event);
    }

    private static byte[] labelledAnew(byte[] before, byte[] event) {
        return ByteBuffer.allocate(1 + Integer.BYTES + before.length + event.length)
                .put((byte) 3)
                .putInt(before.length)
                .put(before)
                .put(event)
                .array();
    }

    private static Counted decode(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        byte kind = rest.get();
        return switch (kind) {
            case 0 -> new Ceased(event(rest));
            case 1 -> new Begun(event(rest));
            case 2 -> new Relabelled(event(rest), Optional.empty());
            case 3 -> {
                byte[] before = new byte[rest.getInt()];
                rest.get(before);
                yield new Relabelled(event(rest), Optional.of(new String(before, StandardCharsets.UTF_8)));
            }
            default -> throw new IllegalStateException("kind " + kind + " was written by another version of Semblance");
        };
    }

    private static MatchDecision event(ByteBuffer rest) {
        byte[] event = new byte[rest.remaining()];
        rest.get(event);
        return EventType.MATCH_MADE.decode(event);
    }
}
