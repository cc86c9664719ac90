package dev.semblance.query.confusion;

import dev.semblance.core.monitoring.Alert;
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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** The alerts of all nodes, followed from their topic. Safe for use by several threads. */
public final class Alerts implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Alert> newest = new ConcurrentHashMap<>();
    private final EventSender sender;
    private final EventFollower follower;

    /** Follows them. */
    public Alerts(String bootstrap) {
        sender = new EventSender(bootstrap, PATIENCE);
        follower = EventFollower.builder()
                .on(EventType.ALERT_CHANGED, alert -> newest.put(alert.key(), alert))
                .start("alerts", bootstrap);
    }

    boolean hasCaughtUp() {
        return follower.hasCaughtUp();
    }

    /** The alert of a key. */
    public Optional<Alert> find(String key) {
        return Optional.ofNullable(newest.get(key));
    }

    /** All, those that are on first, of these and the others the newest first. */
    public List<Alert> all() {
        return newest.values().stream()
                .sorted(Comparator.comparing(Alert::raised)
                        .thenComparing(Alert::changedAt)
                        .reversed()
                        .thenComparing(Alert::key))
                .toList();
    }

    /**
     * Makes an alert known. This node has heard of it, like the others, when the call returns: who looks again before
     * would publish it once more.
     *
     * @throws KafkaException if the brokers do not take it, or it does not come back
     */
    void publish(Alert alert) {
        try {
            if (!follower.awaitHandled(sender.send(EventType.ALERT_CHANGED, alert), PATIENCE)) {
                throw new TimeoutException("alert " + alert.key() + " did not come back from the brokers");
            }
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
