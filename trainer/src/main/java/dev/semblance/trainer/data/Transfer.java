package dev.semblance.trainer.data;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of how many have come; written by the thread that fetches, read by the one that tells people. */
final class Transfer {
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    void expect(long bytes) {
        total.set(bytes);
    }

    void at(long bytes) {
        done.set(bytes);
    }

    long done() {
        return done.get();
    }

    /** 0 where it is not known. */
    long total() {
        return total.get();
    }
}
