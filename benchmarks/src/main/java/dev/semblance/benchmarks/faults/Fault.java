package dev.semblance.benchmarks.faults;

import java.time.Duration;

/**
 * A kill that is to come.
 *
 * @param role who is killed
 * @param after time from when the system was ready for it to the kill
 * @param down time from the kill to the start of the next process
 * @param recovery whether the next fault waits until the system has recovered from this one
 */
record Fault(Role role, Duration after, Duration down, Recovery recovery) {
    /** What the next fault waits for. */
    enum Recovery {
        AWAITED,
        /** The next fault may come while the processes are still starting. */
        NOT_AWAITED
    }
}
