package dev.semblance.query;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    /** Published by this node, and not heard of on the topic yet. */
    private final Map<Made, CountDownLatch> awaited = new ConcurrentHashMap<>();

    private final EventSender sender;
    private final EventFollower follower;

    /** Identifies a calibration among those of one key. */
    private record Made(String key, Instant calibratedAt) {
        static Made of(VersionCalibration calibration) {
            return new Made(calibration.key(), calibration.calibratedAt());
        }
    }

    Calibrations(String bootstrap) {
        sender = new EventSender(bootstrap, PATIENCE);
        follower = EventFollower.builder().on(EventType.CALIBRATED, this::learn).start("calibrations", bootstrap);
    }

    private void learn(VersionCalibration calibration) {
        newest.put(calibration.key(), calibration);
        CountDownLatch heard = awaited.get(Made.of(calibration));
        if (heard != null) {
            heard.countDown();
        }
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
        Made made = Made.of(calibration);
        CountDownLatch heard = new CountDownLatch(1);
        awaited.put(made, heard);
        try {
            sender.send(EventType.CALIBRATED, calibration);
            if (!heard.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
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
        } finally {
            awaited.remove(made);
        }
    }

    @Override
    public void close() {
        follower.close();
        sender.close();
    }
}
