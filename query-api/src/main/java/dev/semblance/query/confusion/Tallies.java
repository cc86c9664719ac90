package dev.semblance.query.confusion;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what comes in, since the process was started: what has come before, and what other nodes take in, is theirs to
 * tell, as of all counters of Prometheus. Kept with the state, they would go up by all of the past whenever a share of
 * it comes to a node. Safe for use by several threads.
 */
final class Tallies {
    private final Map<Tally, LongAdder> counts = new EnumMap<>(Tally.class);

    Tallies() {
        for (Tally tally : Tally.values()) {
            counts.put(tally, new LongAdder());
        }
    }

    @SuppressWarnings("NullAway") // each has one
    void add(Tally tally) {
        counts.get(tally).increment();
    }

    @SuppressWarnings("NullAway") // each has one
    long of(Tally tally) {
        return counts.get(tally).sum();
    }
}
