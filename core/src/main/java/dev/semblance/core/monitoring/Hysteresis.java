package dev.semblance.core.monitoring;

import java.util.Optional;

/**
 * Turns readings into an alert that does not flap. It is raised after so many readings in succession that are beyond
 * one limit and that chance explains badly, and cleared after as many that are within a lower limit or that chance
 * explains well. A reading in between, one of too few samples, or none at all, changes nothing and ends the succession:
 * an alert stays until there is evidence that what it is about has gone.
 *
 * @param raise beyond this the alert is raised
 * @param clear at this or below it is cleared; less than {@code raise}
 * @param consecutive how many readings in succession it takes, 1 or more
 * @param leastSamples how many samples a reading has at least to count, 1 or more
 */
public record Hysteresis(double raise, double clear, int consecutive, long leastSamples) {
    public Hysteresis {
        if (!Double.isFinite(raise) || !(clear < raise)) {
            throw new IllegalArgumentException("an alert is cleared at less than raises it, not at " + clear
                    + " where it is raised beyond " + raise);
        }
        if (consecutive < 1 || leastSamples < 1) {
            throw new IllegalArgumentException(
                    "an alert takes 1 reading or more of 1 sample or more, not " + consecutive + " of " + leastSamples);
        }
    }

    /** The state after a reading. */
    public AlertState next(AlertState state, Optional<Reading> reading) {
        Optional<Reading> counting = reading.filter(each -> each.samples() >= leastSamples);
        return state.raised() ? afterRaised(state, counting) : afterQuiet(state, counting);
    }

    private AlertState afterQuiet(AlertState state, Optional<Reading> reading) {
        Optional<Reading> beyond = reading.filter(this::isBeyond);
        if (beyond.isEmpty()) {
            return AlertState.QUIET;
        }
        int streak = state.streak() + 1;
        boolean raised = streak >= consecutive;
        return new AlertState(raised, raised ? 0 : streak, beyond.get().label());
    }

    private AlertState afterRaised(AlertState state, Optional<Reading> reading) {
        if (reading.filter(this::isWithin).isEmpty()) {
            Optional<String> label = reading.filter(this::isBeyond).flatMap(Reading::label);
            return new AlertState(true, 0, label.or(state::label));
        }
        int streak = state.streak() + 1;
        return streak >= consecutive ? AlertState.QUIET : new AlertState(true, streak, state.label());
    }

    private boolean isBeyond(Reading reading) {
        return reading.value() > raise && reading.significant();
    }

    private boolean isWithin(Reading reading) {
        return reading.value() <= clear || !reading.significant();
    }
}
