package dev.semblance.core.monitoring;

import java.util.Optional;

/**
 * Whether live queries find no match as often as those that a calibration was made with: the two-sided z-test of two
 * proportions with pooled variance (NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3).
 *
 * @param calibrated queries of the calibration that were refused
 * @param live queries that were refused
 */
public record NoMatchDrift(Share calibrated, Share live) {
    public NoMatchDrift {
        if (calibrated.whole() == 0 || live.whole() == 0) {
            throw new IllegalArgumentException(
                    "shares of nothing cannot be compared: of " + calibrated.whole() + " and " + live.whole());
        }
    }

    /** Compares; empty where nobody asked. */
    public static Optional<NoMatchDrift> between(Share calibrated, Share live) {
        if (calibrated.whole() == 0 || live.whole() == 0) {
            return Optional.empty();
        }
        return Optional.of(new NoMatchDrift(calibrated, live));
    }

    /** What was seen less what the calibration saw: above 0 where more is refused. */
    public double difference() {
        return live.value() - calibrated.value();
    }

    /**
     * The difference in standard errors; 0 where all or none of both were refused, which leaves nothing to tell apart.
     */
    public double z() {
        double size = calibrated.whole();
        double liveSize = live.whole();
        double pooled = (calibrated.part() + live.part()) / (size + liveSize);
        double variance = pooled * (1 - pooled) * (1 / size + 1 / liveSize);
        return variance == 0 ? 0 : difference() / Math.sqrt(variance);
    }

    /** The chance of a difference like this or larger, either way, if nothing has changed. */
    public double pValue() {
        return NormalTails.beyond(z());
    }
}
