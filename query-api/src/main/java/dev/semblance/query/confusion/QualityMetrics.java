package dev.semblance.query.confusion;

import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.MatrixReport;
import dev.semblance.core.monitoring.Share;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well the matches do, for Prometheus. Each series is told by the node that keeps it, under its version,
 * calibration, cutpoint and window:
 *
 * <pre>
 * semblance_quality_matches               matches in the window
 * semblance_quality_labelled              those whose class is known
 * semblance_quality_accuracy              of these, the share that is right
 * semblance_quality_precision             of the accepted of these, the share that is right
 * semblance_quality_promised_precision    what the calibration says of that
 * semblance_quality_coverage              of these, the share that is accepted
 * semblance_quality_no_match_rate         of all matches, the share that is not accepted
 * semblance_quality_f1                    of these, the mean over classes
 * semblance_alert_active{kind}            1 while an alert is on, on every node
 * semblance_labels_total                  labels that came in
 * semblance_labels_corrected_total        labels that took the place of another
 * semblance_labels_unmatched_total        labels that waited in vain for their match
 * semblance_confusion_lag_records         records that have not been counted yet
 * </pre>
 */
public final class QualityMetrics {
    private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();
    private final MultiGauge active;

    /** Registers them. */
    public QualityMetrics(MeterRegistry registry) {
        gauge(registry, "matches", "matches in the window");
        gauge(registry, "labelled", "matches in the window whose class is known");
        gauge(registry, "accuracy", "share of the labelled that is right");
        gauge(registry, "precision", "share of the accepted, of the labelled, that is right");
        gauge(registry, "promised.precision", "precision that the calibration promises");
        gauge(registry, "coverage", "share of the labelled that is accepted");
        gauge(registry, "no.match.rate", "share of all matches that is not accepted");
        gauge(registry, "f1", "mean over the classes");
        active = MultiGauge.builder("semblance.alert.active")
                .description("1 while the alert is on")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description) {
        gauges.put(
                name,
                MultiGauge.builder("semblance.quality." + name)
                        .description(description)
                        .register(registry));
    }

    /** Tells what the counting itself has to say. */
    public void watch(MeterRegistry registry, ConfusionCounts counts) {
        counter(registry, counts, Tally.LABELS, "semblance.labels", "labels that came in");
        counter(registry, counts, Tally.CORRECTED, "semblance.labels.corrected", "labels that replaced another");
        counter(registry, counts, Tally.UNMATCHED, "semblance.labels.unmatched", "labels that waited in vain");
        Gauge.builder("semblance.confusion.lag.records", counts, ConfusionCounts::lag)
                .description("records that have not been counted yet")
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, ConfusionCounts counts, Tally tally, String name, String description) {
        FunctionCounter.builder(name, counts, from -> from.taken(tally))
                .description(description)
                .register(registry);
    }

    /**
     * One series in one window.
     *
     * @param values by the gauge that shows them
     */
    record Row(Tags tags, Map<String, Double> values) {
        static Row of(WindowCounts counts, Optional<Cutpoint> promise) {
            MatrixReport report = MatrixReport.of(counts.matrix());
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("matches", (double) counts.matches());
            values.put("labelled", (double) report.labelled());
            values.put("no.match.rate", of(new Share(counts.noMatch(), counts.matches())));
            values.put("accuracy", of(new Share(report.right(), report.labelled())));
            values.put("precision", of(new Share(report.right(), report.accepted())));
            values.put("coverage", of(new Share(report.accepted(), report.labelled())));
            values.put("f1", report.labelled() == 0 ? Double.NaN : report.macroF1());
            promise.ifPresent(
                    cutpoint -> values.put("promised.precision", cutpoint.value(ClassificationMetric.PRECISION)));
            return new Row(
                    seriesTags(counts.series().version().key(), counts.series().cutpoint())
                            .and("window", counts.window().name()),
                    values);
        }

        /** Nothing is no bad value. */
        private static double of(Share share) {
            return share.whole() == 0 ? Double.NaN : share.value();
        }
    }

    private static Tags seriesTags(String version, Optional<CutpointName> cutpoint) {
        return Tags.of(
                "version",
                version,
                "calibration",
                cutpoint.map(CutpointName::calibration).orElse(""),
                "cutpoint",
                cutpoint.map(CutpointName::cutpoint).orElse(""));
    }

    void show(List<Row> rows, List<Alert> alerts) {
        gauges.forEach((name, gauge) -> gauge.register(
                rows.stream()
                        .filter(row -> row.values().containsKey(name))
                        .map(row -> MultiGauge.Row.of(row.tags(), row.values().getOrDefault(name, Double.NaN)))
                        .toList(),
                true));
        active.register(
                alerts.stream()
                        .map(alert -> MultiGauge.Row.of(
                                seriesTags(alert.version().key(), Optional.of(alert.cutpoint()))
                                        .and("kind", alert.kind().id()),
                                alert.raised() ? 1 : 0))
                        .toList(),
                true);
    }
}
