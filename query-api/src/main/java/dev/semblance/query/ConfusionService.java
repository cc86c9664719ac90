package dev.semblance.query;

import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.query.confusion.Alerts;
import dev.semblance.query.confusion.ConfusionCounts;
import dev.semblance.query.confusion.ConfusionMonitor;
import dev.semblance.query.confusion.CountsElsewhereException;
import dev.semblance.query.confusion.QualityMetrics;
import dev.semblance.query.confusion.Series;
import dev.semblance.query.confusion.WindowCounts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * What matches turned out to be: takes in labels, and answers from the counts of this node or of the one that keeps
 * them. Safe for use by several threads.
 */
final class ConfusionService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final QuerySettings settings;
    private final Calibrations calibrations;
    private final Clock clock;
    private final EventSender labels;
    private final Alerts alerts;
    private final QualityMetrics metrics;
    private final Peers peers = new Peers();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable Counting> counting = new AtomicReference<>();

    private record Counting(ConfusionCounts counts, ConfusionMonitor monitor) {
        void close() {
            monitor.close();
            counts.close();
        }
    }

    ConfusionService(QuerySettings settings, Calibrations calibrations, ServiceMetrics metrics, Clock clock) {
        this.settings = settings;
        this.calibrations = calibrations;
        this.clock = clock;
        labels = new EventSender(settings.bootstrap(), PATIENCE);
        alerts = new Alerts(settings.bootstrap());
        this.metrics = new QualityMetrics(metrics.registry());
    }

    /**
     * Begins to count, together with the other nodes.
     *
     * @param self where they reach this one
     */
    void start(HostInfo self, ServiceMetrics node) {
        ConfusionCounts counts = ConfusionCounts.start(
                settings.bootstrap(), settings.confusion(), settings.cache().resolve("confusion"), self);
        metrics.watch(node.registry(), counts);
        counting.set(new Counting(
                counts,
                new ConfusionMonitor(
                        settings.monitor(), settings.confusion(), counts, alerts, calibrations::find, metrics, clock)));
    }

    /** @throws ProblemException if the brokers do not take them all */
    void confirm(List<ConfirmedLabel> confirmed) {
        try {
            labels.sendAll(EventType.LABEL_CONFIRMED, confirmed);
        } catch (KafkaException e) {
            throw new ProblemException(
                    ProblemType.EVENTS_UNAVAILABLE,
                    "not all labels were taken, send them all again, which does no harm: " + e.getMessage());
        }
    }

    /**
     * An answer from the node that keeps the series.
     *
     * @param path of the same resource on that node, with its query
     * @param forwarded whether another node has sent the request here
     * @throws ProblemException while it is being settled which node that is
     */
    byte[] fromKeeper(Series series, String path, boolean forwarded, Supplier<byte[]> here) {
        return counted(counts -> {
            HostInfo keeper = counts.keeper(series);
            if (counts.isHere(keeper) || forwarded) {
                return here.get();
            }
            return peers.get(keeper, path);
        });
    }

    /** What this node has counted. */
    WindowCounts window(ConfusionQuery query) {
        return counted(counts -> counts.window(query.series(), query.window(), query.at()));
    }

    /** The newest matches of a pair of classes that this node has seen. */
    List<MatchDecision> examples(Series series, Cell cell) {
        return counted(counts -> counts.examples(series, cell));
    }

    private <T> T counted(Function<ConfusionCounts, T> work) {
        Counting running = counting.get();
        if (running == null) {
            throw new ProblemException(
                    ProblemType.COUNTS_UNAVAILABLE, "the node has not begun to count yet; try again in a moment");
        }
        try {
            return work.apply(running.counts());
        } catch (CountsElsewhereException e) {
            throw new ProblemException(ProblemType.COUNTS_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** What the calibration of a series says of its cutpoint. */
    Optional<Cutpoint> promise(Series series) {
        return series.cutpoint()
                .flatMap(name -> calibrations
                        .find(series.version(), name.calibration())
                        .flatMap(found -> found.calibration().cutpoint(name.cutpoint())));
    }

    List<Alert> alerts() {
        return alerts.all();
    }

    /** @throws ProblemException if there is none */
    Alert alert(String id) {
        return alerts.find(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no alert '" + id + "'; GET /v1/alerts lists them"));
    }

    /** Whether the node is being stopped. */
    boolean isClosed() {
        return closed.get();
    }

    /** Ends what goes on for long, before the server waits for it. */
    void beginClosing() {
        closed.set(true);
    }

    @Override
    public void close() {
        beginClosing();
        Counting running = counting.getAndSet(null);
        if (running != null) {
            running.close();
        }
        alerts.close();
        labels.close();
        peers.close();
    }
}
