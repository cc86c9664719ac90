package dev.semblance.query;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;

/**
 * The calibrations that hold, followed from their topic: whichever node made one, all go by it. Safe for use by several
 * threads.
 */
final class Calibrations implements AutoCloseable {
    /** How long a broker may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, VersionCalibration> newest = new ConcurrentHashMap<>();
    private final EventSender sender;
    private final EventFollower follower;

    Calibrations(String bootstrap) {
        sender = new EventSender(bootstrap, PATIENCE);
        follower = EventFollower.builder()
                .on(EventType.CALIBRATED, calibration -> newest.put(calibration.key(), calibration))
                .start("calibrations", bootstrap);
    }

    Optional<VersionCalibration> find(ModelVersion version, String name) {
        return Optional.ofNullable(newest.get(version.key() + "/" + name));
    }

    /** @throws ProblemException if there is none of that name, saying what to do */
    VersionCalibration require(ModelVersion version, String name) {
        return find(version, name)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNCALIBRATED,
                        version + " has no calibration '" + name + "'" + others(version)
                                + "; make one with POST /v1/calibrations, or give a threshold"));
    }

    private String others(ModelVersion version) {
        List<VersionCalibration> others = of(version);
        return others.isEmpty()
                ? ""
                : ", but "
                        + String.join(
                                ", ",
                                others.stream().map(VersionCalibration::name).toList());
    }

    /** All of a version, by name. */
    List<VersionCalibration> of(ModelVersion version) {
        return newest.values().stream()
                .filter(calibration -> calibration.version().equals(version))
                .sorted(Comparator.comparing(VersionCalibration::name))
                .toList();
    }

    /**
     * Makes a calibration known to all nodes. This one goes by it when the call returns.
     *
     * @throws ProblemException if the brokers do not take it
     */
    void publish(VersionCalibration calibration) {
        try {
            sender.send(EventType.CALIBRATED, calibration);
        } catch (KafkaException e) {
            throw new ProblemException(
                    ProblemType.EVENTS_UNAVAILABLE,
                    "the calibration is not published, and does not hold: " + e.getMessage());
        }
        // The follower will bring it as well; until then it would be missing from answers to the one who made it.
        newest.put(calibration.key(), calibration);
    }

    @Override
    public void close() {
        follower.close();
        sender.close();
    }
}
