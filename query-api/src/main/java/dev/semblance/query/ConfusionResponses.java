package dev.semblance.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.CalibrationError;
import dev.semblance.core.monitoring.ClassReport;
import dev.semblance.core.monitoring.Confusion;
import dev.semblance.core.monitoring.MatrixReport;
import dev.semblance.core.monitoring.Share;
import dev.semblance.query.confusion.Series;
import dev.semblance.query.confusion.Window;
import dev.semblance.query.confusion.WindowCounts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Answers about what matches turned out to be, as JSON. */
final class ConfusionResponses {
    private ConfusionResponses() {}

    record AcceptedJson(int accepted) {}

    /** A pair of classes; {@code predicted} is null for no match. */
    record PairJson(String actual, @JsonInclude @Nullable String predicted, long count) {
        private static final Comparator<PairJson> BY_NAME = Comparator.comparing(PairJson::actual)
                .thenComparing(pair -> pair.predicted() == null)
                .thenComparing(pair -> String.valueOf(pair.predicted()));

        static PairJson of(Confusion confusion) {
            return new PairJson(confusion.actual(), confusion.predicted().orElse(null), confusion.count());
        }

        static PairJson of(Map.Entry<Cell, Long> entry) {
            Cell cell = entry.getKey();
            return new PairJson(cell.actual(), cell.predicted().orElse(null), entry.getValue());
        }
    }

    record ClassJson(String label, long support, double precision, double recall, double f1) {
        static ClassJson of(ClassReport report) {
            return new ClassJson(report.label(), report.support(), report.precision(), report.recall(), report.f1());
        }
    }

    /** Of the labelled matches; null where there are none to divide by. */
    record QualityJson(
            @JsonInclude @Nullable Double accuracy,
            @JsonInclude @Nullable Double precision,
            @JsonInclude @Nullable Double coverage,
            @JsonInclude @Nullable Double noMatchRate,
            @JsonInclude @Nullable Double macroF1) {
        static QualityJson of(MatrixReport report) {
            return new QualityJson(
                    ratio(new Share(report.right(), report.labelled())),
                    ratio(new Share(report.right(), report.accepted())),
                    ratio(new Share(report.accepted(), report.labelled())),
                    ratio(report.noMatch()),
                    report.labelled() == 0 ? null : report.macroF1());
        }
    }

    private static @Nullable Double ratio(Share share) {
        return share.whole() == 0 ? null : share.value();
    }

    /** What the calibration says of the cutpoint, and how much better that is than what was seen. */
    record PromiseJson(
            double precision,
            double coverage,
            @JsonInclude @Nullable Double precisionError,
            @JsonInclude @Nullable Double coverageError) {
        static PromiseJson of(Cutpoint cutpoint, MatrixReport observed) {
            CalibrationError error = new CalibrationError(cutpoint, observed);
            return new PromiseJson(
                    cutpoint.value(ClassificationMetric.PRECISION),
                    cutpoint.value(ClassificationMetric.COVERAGE),
                    value(error.ofPrecision()),
                    value(error.ofCoverage()));
        }

        private static @Nullable Double value(OptionalDouble error) {
            return error.isPresent() ? error.getAsDouble() : null;
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WindowJson(
            String modelVersion,
            @Nullable String calibration,
            @Nullable String cutpoint,
            String window,
            @Nullable String from,
            @Nullable String to,
            long matches,
            long noMatch,
            long labelled,
            QualityJson quality,
            @Nullable PromiseJson promise,
            List<ClassJson> classes,
            List<PairJson> matrix,
            List<PairJson> confused) {
        static WindowJson of(WindowCounts counts, Optional<Cutpoint> promise, int confused) {
            Series series = counts.series();
            MatrixReport report = MatrixReport.of(counts.matrix());
            boolean bounded = !counts.window().equals(Window.ALL);
            return new WindowJson(
                    series.version().key(),
                    series.cutpoint().map(CutpointName::calibration).orElse(null),
                    series.cutpoint().map(CutpointName::cutpoint).orElse(null),
                    counts.window().name(),
                    bounded ? counts.span().from().toString() : null,
                    bounded ? counts.span().to().toString() : null,
                    counts.matches(),
                    counts.noMatch(),
                    report.labelled(),
                    QualityJson.of(report),
                    promise.map(cutpoint -> PromiseJson.of(cutpoint, report)).orElse(null),
                    report.classes().stream().map(ClassJson::of).toList(),
                    counts.matrix().counts().entrySet().stream()
                            .map(PairJson::of)
                            .sorted(PairJson.BY_NAME)
                            .toList(),
                    report.mostConfused(confused).stream().map(PairJson::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExampleJson(
            String queryId,
            String madeAt,
            @Nullable String nearestLabel,
            @Nullable Float distance,
            @Nullable Float threshold,
            List<NeighbourJson> neighbours) {
        static ExampleJson of(MatchDecision decision) {
            return new ExampleJson(
                    decision.queryId(),
                    decision.madeAt().toString(),
                    decision.match().map(Match::label).orElse(null),
                    decision.match().map(Match::distance).orElse(null),
                    decision.threshold().orElse(null),
                    decision.neighbours().stream()
                            .map(neighbour ->
                                    new NeighbourJson(neighbour.id(), neighbour.label(), neighbour.distance()))
                            .toList());
        }
    }

    record NeighbourJson(String id, String label, float distance) {}

    record ExamplesJson(
            String modelVersion,
            String actual,
            @JsonInclude @Nullable String predicted,
            List<ExampleJson> examples) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AlertJson(
            String id,
            String modelVersion,
            String calibration,
            String cutpoint,
            String kind,
            boolean raised,
            double value,
            double limit,
            long samples,
            @Nullable String label,
            String window,
            String changedAt) {
        static AlertJson of(Alert alert) {
            return new AlertJson(
                    alert.key(),
                    alert.version().key(),
                    alert.cutpoint().calibration(),
                    alert.cutpoint().cutpoint(),
                    alert.kind().id(),
                    alert.raised(),
                    alert.value(),
                    alert.limit(),
                    alert.samples(),
                    alert.label().orElse(null),
                    alert.window(),
                    alert.changedAt().toString());
        }
    }

    record AlertsJson(List<AlertJson> alerts) {}
}
