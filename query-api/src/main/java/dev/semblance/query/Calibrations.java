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
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The calibrations that hold, followed from their topic: whichever node made one, all go by it. Safe for use by several
 * threads.
 */
final class Calibrations implements AutoCloseable {
    /** How long a broker may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int NAMED = 5;

    private final Map<String, VersionCalibration> newest = new ConcurrentHashMap<>();

    private final EventSender sender;
    private final EventFollower follower;

    Calibrations(String bootstrap) {
        sender = new EventSender(bootstrap, PATIENCE);
        follower = EventFollower.builder()
                .on(EventType.CALIBRATED, calibration -> newest.put(calibration.key(), calibration))
                .start("calibrations", bootstrap);
    }

    /** Whether all is known that was on the topic when the node was started. */
    boolean hasCaughtUp() {
        return follower.hasCaughtUp();
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
        String named =
                others.stream().limit(NAMED).map(VersionCalibration::name).collect(Collectors.joining(", "));
        if (others.isEmpty()) {
            return "";
        }
        return ", but " + named + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "");
    }

    /** All of a version, by name. */
    List<VersionCalibration> of(ModelVersion version) {
        return newest.values().stream()
                .filter(calibration -> calibration.version().equals(version))
                .sorted(Comparator.comparing(VersionCalibration::name))
                .toList();
    }

    /**
     * Makes a calibration known to all nodes. This one has heard of it, on the topic like the others, when the call
     * returns: the order there is what decides between two of one name.
     *
     * @throws ProblemException if the brokers do not take it
     */
    void publish(VersionCalibration calibration) {
        try {
            if (!follower.awaitHandled(sender.send(EventType.CALIBRATED, calibration), PATIENCE)) {
                throw new ProblemException(
                        ProblemType.EVENTS_UNAVAILABLE,
                        "the calibration is published, but did not come back from the brokers; it may hold later");
            }
        } catch (KafkaException e) {
            throw new ProblemException(
                    ProblemType.EVENTS_UNAVAILABLE,
                    "the calibration is not published, and does not hold: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        follower.close();
        sender.close();
    }
}
