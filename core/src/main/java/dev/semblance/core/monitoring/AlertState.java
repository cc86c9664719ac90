package dev.semblance.core.monitoring;

import java.util.Optional;

/**
 * Whether an alert is on, and how near it is to changing.
 *
 * @param raised whether it is on
 * @param streak how many readings in succession, up to the last one, spoke for a change
 * @param label the class that the last reading beyond the limit was about, while the alert is on or may soon be
 */
public record AlertState(boolean raised, int streak, Optional<String> label) {
    /** Before any reading. */
    public static final AlertState QUIET = new AlertState(false, 0, Optional.empty());

    public AlertState {
        if (streak < 0) {
            throw new IllegalArgumentException("a streak is 0 or longer, not " + streak);
        }
    }
}
