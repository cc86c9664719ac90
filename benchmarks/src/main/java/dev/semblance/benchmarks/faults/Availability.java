package dev.semblance.benchmarks.faults;

import java.time.Duration;

/** The longest time between two answers. Safe for use by several threads. */
final class Availability {
    private boolean began;
    private long last;
    private long longest;

    /** An answer has come, at a time of {@link System#nanoTime()}. */
    synchronized void answered(long nanos) {
        if (began) {
            longest = Math.max(longest, nanos - last);
        }
        began = true;
        last = nanos;
    }

    /** Up to now: an answer that has not come counts too. */
    synchronized Duration longestWithout(long nowNanos) {
        return Duration.ofNanos(began ? Math.max(longest, nowNanos - last) : 0);
    }
}
