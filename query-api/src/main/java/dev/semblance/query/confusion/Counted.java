package dev.semblance.query.confusion;

import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventType;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A match, with what is known of its query's class, that begins to count or ceases to. Between the halves of the
 * topology it travels as one byte, 1 or 0, and the match event.
 *
 * @param counts whether it begins to
 * @param decision the match
 */
record Counted(boolean counts, MatchDecision decision) {
    static Serde<Counted> serde() {
        return Serdes.serdeFrom((topic, counted) -> counted.encode(), (topic, bytes) -> decode(bytes));
    }

    private byte[] encode() {
        byte[] event = EventType.MATCH_MADE.encode(decision);
        byte[] bytes = new byte[1 + event.length];
        bytes[0] = (byte) (counts ? 1 : 0);
        System.arraycopy(event, 0, bytes, 1, event.length);
        return bytes;
    }

    private static Counted decode(byte[] bytes) {
        return new Counted(bytes[0] == 1, EventType.MATCH_MADE.decode(Arrays.copyOfRange(bytes, 1, bytes.length)));
    }
}
