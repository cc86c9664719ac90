package dev.semblance.benchmarks.faults;

import java.time.Duration;

/**
 * A fault that is to come.
 *
 * @param role whose process it befalls
 * @param manner what befalls it
 * @param after time from when the system was ready for it to the fault
 * @param down time from the fault until the next process starts, or the frozen one wakes up
 * @param recovery whether the next fault waits until the system has recovered from this one
 */
record Fault(Role role, Manner manner, Duration after, Duration down, Recovery recovery) {
    /** What befalls a process; the names are part of the JSON output. */
    enum Manner {
        /** It ends at once, and another one is started. */
        KILL,
        /**
         * It stands still, as in a long pause or with its network cut, for longer than the others wait for a sign of
         * life, and goes on without knowing. A TaskManager has got a successor by then.
         */
        FREEZE
    }

    /** What the next fault waits for. */
    enum Recovery {
        AWAITED,
        /** The next fault may come while the processes are still starting. */
        NOT_AWAITED
    }
}
