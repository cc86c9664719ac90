package dev.semblance.query.confusion;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision;

/** What comes in for a query id. */
sealed interface Arrival {
    /** It was matched. */
    record Matched(MatchDecision decision) implements Arrival {}

    /** Its class is known. */
    record Labelled(ConfirmedLabel label) implements Arrival {}

    /** Neither: a record that cannot be read. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Unreadable(byte[] key, byte[] value) implements Arrival {}
}
