package dev.semblance.core.monitoring;

import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.Cutpoint;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/** When an alert of one kind is raised and cleared. The state between two evaluations is the caller's to keep. */
public sealed interface AlertRule {
    AlertKind kind();

    /** The limits that a reading is held against. */
    Hysteresis limits();

    /** What the rule sees in the evidence; empty where there is nothing to see. */
    Optional<Reading> read(Evidence evidence);

    /** The state after this evidence. */
    default AlertState next(AlertState state, Evidence evidence) {
        return limits().next(state, read(evidence));
    }

    /**
     * Reads the statistic of {@link DistanceDrift}, 0 to 1. Samples are live distances.
     *
     * @param alpha a p-value below this is significant
     */
    record OnDistanceDrift(Hysteresis limits, double alpha) implements AlertRule {
        public OnDistanceDrift {
            requireAlpha(alpha);
        }

        @Override
        public AlertKind kind() {
            return AlertKind.DISTANCE_DRIFT;
        }

        @Override
        public Optional<Reading> read(Evidence evidence) {
            return DistanceDrift.between(evidence.calibratedDistances(), evidence.liveDistances())
                    .map(drift ->
                            new Reading(drift.statistic(), drift.live(), drift.pValue() < alpha, Optional.empty()));
        }
    }

    /**
     * Reads how far apart the rates of {@link NoMatchDrift} are, 0 to 1, either way. Samples are live queries.
     *
     * @param alpha a p-value below this is significant
     */
    record OnNoMatchDrift(Hysteresis limits, double alpha) implements AlertRule {
        public OnNoMatchDrift {
            requireAlpha(alpha);
        }

        @Override
        public AlertKind kind() {
            return AlertKind.NO_MATCH_DRIFT;
        }

        @Override
        public Optional<Reading> read(Evidence evidence) {
            return evidence.promised()
                    .map(Cutpoint::counts)
                    .flatMap(counts -> NoMatchDrift.between(refused(counts), evidence.noMatch()))
                    .map(drift -> new Reading(
                            Math.abs(drift.difference()),
                            drift.live().whole(),
                            drift.pValue() < alpha,
                            Optional.empty()));
        }

        private static Share refused(ClassificationCounts counts) {
            return new Share(counts.refused(), counts.total());
        }
    }

    /**
     * Reads the drop in recall of the class that lost most of it, below 0 where all have gained, and names the class.
     * Samples are its queries in the window; a class with too few of them, there or in the reference, is left out.
     */
    record OnRecallDrop(Hysteresis limits) implements AlertRule {
        @Override
        public AlertKind kind() {
            return AlertKind.RECALL_DROP;
        }

        @Override
        public Optional<Reading> read(Evidence evidence) {
            return evidence.labelled().classes().stream()
                    .filter(this::isSupported)
                    .flatMap(now -> evidence.reference().of(now.label()).filter(this::isSupported).stream()
                            .map(before -> drop(before, now)))
                    .max(Comparator.comparingDouble(Reading::value));
        }

        private boolean isSupported(ClassReport report) {
            return report.support() >= limits.leastSamples();
        }

        private static Reading drop(ClassReport before, ClassReport now) {
            return new Reading(before.recall() - now.recall(), now.support(), true, Optional.of(now.label()));
        }
    }

    /** Reads {@link CalibrationError#ofPrecision()}. Samples are the accepted of the labelled queries. */
    record OnCalibrationError(Hysteresis limits) implements AlertRule {
        @Override
        public AlertKind kind() {
            return AlertKind.CALIBRATION_ERROR;
        }

        @Override
        public Optional<Reading> read(Evidence evidence) {
            OptionalDouble error = evidence.promised()
                    .map(cutpoint -> new CalibrationError(cutpoint, evidence.labelled()).ofPrecision())
                    .orElse(OptionalDouble.empty());
            if (error.isEmpty()) {
                return Optional.empty();
            }
            long accepted = evidence.labelled().accepted();
            return Optional.of(new Reading(error.getAsDouble(), accepted, true, Optional.empty()));
        }
    }

    private static void requireAlpha(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is above 0 and below 1, not " + alpha);
        }
    }
}
