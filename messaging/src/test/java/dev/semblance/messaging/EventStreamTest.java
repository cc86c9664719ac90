package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.matching.MatchDecision;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    /** Nothing listens there: a discard port of the loopback that nobody opens. */
    private static final String NOBODY = "127.0.0.1:9";

    @Test
    void shouldCountWhatItDropsAndLetNobodyWait() {
        AtomicLong dropped = new AtomicLong();
        try (EventStream<MatchDecision> stream =
                new EventStream<>(NOBODY, EventType.MATCH_MADE, 64 * 1024, dropped::addAndGet)) {
            for (int i = 0; i < 1_000; i++) {
                stream.send(MatchEventsTest.DECISION);
            }
            assertThat(dropped).hasValue(1_000);
        }
    }
}
