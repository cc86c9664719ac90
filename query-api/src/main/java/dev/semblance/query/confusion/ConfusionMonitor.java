package dev.semblance.query.confusion;

import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.AlertRule;
import dev.semblance.core.monitoring.AlertState;
import dev.semblance.core.monitoring.DistanceHistogram;
import dev.semblance.core.monitoring.Evidence;
import dev.semblance.core.monitoring.MatrixReport;
import dev.semblance.core.monitoring.Reading;
import dev.semblance.core.monitoring.Share;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at the series that this node keeps: tells the metrics, and raises and clears alerts. Which
 * alerts are on is known from their topic, so a node that takes over a series goes on where the other one was; it only
 * counts anew how often in succession something was seen.
 */
public final class ConfusionMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfusionMonitor.class);

    private final MonitorSettings settings;
    private final ConfusionSettings counted;
    private final ConfusionCounts counts;
    private final Alerts alerts;
    private final BiFunction<ModelVersion, String, Optional<VersionCalibration>> calibrations;
    private final QualityMetrics metrics;
    private final Clock clock;
    private final Map<String, AlertState> states = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("confusion-monitor").daemon().factory());

    /**
     * Starts.
     *
     * @param calibrations finds the calibration of a version by its name
     */
    public ConfusionMonitor(
            MonitorSettings settings,
            ConfusionSettings counted,
            ConfusionCounts counts,
            Alerts alerts,
            BiFunction<ModelVersion, String, Optional<VersionCalibration>> calibrations,
            QualityMetrics metrics,
            Clock clock) {
        this.settings = settings;
        this.counted = counted;
        this.counts = counts;
        this.alerts = alerts;
        this.calibrations = calibrations;
        this.metrics = metrics;
        this.clock = clock;
        long pause = settings.every().toMillis();
        var unused = thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            List<QualityMetrics.Row> rows = new ArrayList<>();
            counts.kept().forEach(series -> look(series, rows));
            metrics.show(rows, alerts.all());
        } catch (RuntimeException e) {
            LOG.error("cannot look at the matches", e);
        }
    }

    /** What fails at one series leaves the others be. */
    private void look(Series series, List<QualityMetrics.Row> rows) {
        try {
            Instant now = clock.instant();
            Optional<VersionCalibration> calibration =
                    series.cutpoint().flatMap(cutpoint -> calibrations.apply(series.version(), cutpoint.calibration()));
            Map<Window, WindowCounts> sums = new HashMap<>();
            for (Window window : counted.windows()) {
                WindowCounts sum = counts.window(series, window, now);
                sums.put(window, sum);
                rows.add(QualityMetrics.Row.of(sum, promise(series, calibration)));
            }
            if (series.cutpoint().isPresent() && calibration.isPresent() && alerts.hasCaughtUp()) {
                judge(series, evidence(series, calibration.get(), sums));
            }
        } catch (CountsElsewhereException | KafkaException e) {
            LOG.debug("looking at the matches of {} was not possible this time", series.key(), e);
        } catch (RuntimeException e) {
            LOG.error("cannot look at the matches of {}", series.key(), e);
        }
    }

    private void judge(Series series, Evidence evidence) {
        for (AlertRule rule : settings.rules()) {
            judge(series.version(), series.cutpoint().orElseThrow(), rule, evidence);
        }
    }

    private static Optional<Cutpoint> promise(Series series, Optional<VersionCalibration> calibration) {
        return calibration.flatMap(found ->
                found.calibration().cutpoint(series.cutpoint().orElseThrow().cutpoint()));
    }

    private Evidence evidence(Series series, VersionCalibration calibration, Map<Window, WindowCounts> sums) {
        WindowCounts recent = Objects.requireNonNull(sums.get(settings.window()), "alerts go by a window that counts");
        WindowCounts all = Objects.requireNonNull(sums.get(Window.ALL), "all is always counted");
        return new Evidence(
                promise(series, Optional.of(calibration)),
                DistanceHistogram.of(calibration.calibration().curve()),
                recent.distances(),
                new Share(recent.noMatch(), recent.matches()),
                MatrixReport.of(recent.matrix()),
                MatrixReport.of(all.matrix()));
    }

    private void judge(ModelVersion version, CutpointName cutpoint, AlertRule rule, Evidence evidence) {
        Optional<Reading> reading = rule.read(evidence);
        Alert named = alert(version, cutpoint, rule, reading, false, Optional.empty());
        boolean wasOn = alerts.find(named.key()).map(Alert::raised).orElse(false);
        Optional<String> wasAbout = alerts.find(named.key()).flatMap(Alert::label);
        AlertState before = states.getOrDefault(named.key(), AlertState.QUIET);
        if (before.raised() != wasOn) { // another node, or this one before, has changed it
            before = new AlertState(wasOn, 0, wasAbout);
        }
        AlertState after = rule.next(before, evidence);
        if (after.raised() != wasOn) {
            Alert changed = alert(version, cutpoint, rule, reading, after.raised(), after.label());
            LOG.warn(
                    "alert {} is {}: {} of {}",
                    changed.key(),
                    changed.raised() ? "raised" : "cleared",
                    changed.value(),
                    changed.limit());
            alerts.publish(changed);
        }
        states.put(named.key(), after);
    }

    private Alert alert(
            ModelVersion version,
            CutpointName cutpoint,
            AlertRule rule,
            Optional<Reading> reading,
            boolean raised,
            Optional<String> label) {
        return new Alert(
                version,
                cutpoint,
                rule.kind(),
                raised,
                reading.map(Reading::value).orElse(0.0),
                raised ? rule.limits().raise() : rule.limits().clear(),
                reading.map(Reading::samples).orElse(0L),
                label,
                settings.window().name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
