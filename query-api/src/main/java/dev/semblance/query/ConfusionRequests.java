package dev.semblance.query;

import dev.semblance.core.calibration.Bootstrap;
import dev.semblance.core.calibration.ClassThresholds;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.calibration.TargetOutcome;
import dev.semblance.core.calibration.UnknownClasses;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.query.CalibrationRequest.Sample;
import dev.semblance.query.Requests.LabelJson;
import dev.semblance.query.Requests.LabelsRequestJson;
import dev.semblance.query.confusion.ConfusionSettings;
import dev.semblance.query.confusion.Series;
import dev.semblance.query.confusion.Window;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From requests about what matches turned out to be to what they ask for. */
final class ConfusionRequests {
    static final Set<String> WINDOW =
            Set.of("window", "modelVersion", "calibration", "cutpoint", "given", "at", "confused");

    private static final int MOST_LABELS = 10_000;
    private static final int DEFAULT_CONFUSED = 10;
    private static final int MOST_CONFUSED = 1_000;
    private static final int MAX_SOURCE = 200;

    private final ConfusionSettings settings;
    private final Clock clock;

    ConfusionRequests(ConfusionSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** One label, or many. */
    List<ConfirmedLabel> labels(LabelsRequestJson json) {
        Optional<String> source = Optional.ofNullable(json.source());
        if (source.map(String::length).orElse(0) > MAX_SOURCE) {
            throw refused("/source", "a source has " + MAX_SOURCE + " characters at most");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (json.labels() == null) {
            return List.of(label(json.queryId(), json.label(), "", source, now));
        }
        if (json.queryId() != null || json.label() != null) {
            throw refused("/labels", "give one label as queryId and label, or several as labels, not both");
        }
        if (json.labels().isEmpty() || json.labels().size() > MOST_LABELS) {
            throw refused(
                    "/labels",
                    "a request has 1 to " + MOST_LABELS + " labels, not "
                            + json.labels().size());
        }
        List<ConfirmedLabel> labels = new ArrayList<>();
        for (int i = 0; i < json.labels().size(); i++) {
            LabelJson label = json.labels().get(i);
            labels.add(label(label.queryId(), label.label(), "/labels/" + i, source, now));
        }
        return labels;
    }

    private static ConfirmedLabel label(
            @Nullable String queryId, @Nullable String label, String field, Optional<String> source, Instant now) {
        if (queryId == null || queryId.isEmpty() || queryId.length() > QueryRequests.MAX_QUERY_ID) {
            throw refused(
                    field + "/queryId",
                    "a label names its query by the queryId of the match, of 1 to " + QueryRequests.MAX_QUERY_ID
                            + " characters");
        }
        if (label == null) {
            throw refused(field + "/label", "a label says the class of its query");
        }
        try {
            return new ConfirmedLabel(queryId, label, source, now);
        } catch (IllegalArgumentException e) {
            throw refused(field + "/label", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Which counts.
     *
     * @param live the version to take where none is named
     */
    ConfusionQuery window(Parameters parameters, Supplier<ModelVersion> live) {
        String name =
                parameters.text("window").orElse(settings.windows().getFirst().name());
        Window window = settings.window(name)
                .orElseThrow(() -> Parameters.refused(
                        "window",
                        "is one of "
                                + settings.windows().stream().map(Window::name).collect(Collectors.joining(", ")),
                        name));
        Integer confused = parameters.whole("confused");
        if (confused != null && (confused < 0 || confused > MOST_CONFUSED)) {
            throw Parameters.refused("confused", "is 0 to " + MOST_CONFUSED, confused.toString());
        }
        return new ConfusionQuery(
                new Series(
                        parameters
                                .text("modelVersion")
                                .map(ConfusionRequests::version)
                                .orElseGet(live),
                        cutpoint(parameters)),
                window,
                parameters.text("at").map(ConfusionRequests::instant).orElseGet(clock::instant),
                confused == null ? DEFAULT_CONFUSED : confused);
    }

    private static Optional<CutpointName> cutpoint(Parameters parameters) {
        Optional<String> calibration = parameters.text("calibration");
        Optional<String> cutpoint = parameters.text("cutpoint");
        if (Boolean.TRUE.equals(parameters.flag("given"))) {
            if (calibration.isPresent() || cutpoint.isPresent()) {
                throw Parameters.refused("given", "stands without calibration and cutpoint", "true");
            }
            return Optional.empty();
        }
        return Optional.of(new CutpointName(
                calibration.orElse(VersionCalibration.DEFAULT_NAME), cutpoint.orElse(Cutpoint.OPTIMAL)));
    }

    private static ModelVersion version(String key) {
        String[] parts = key.split("/", -1);
        try {
            if (parts.length == 2) {
                return new ModelVersion(parts[0], parts[1]);
            }
        } catch (IllegalArgumentException e) {
            // told like any other
        }
        throw Parameters.refused("modelVersion", "is MODEL/VERSION", key);
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isAfter(Instant.EPOCH) && instant.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return instant;
            }
        } catch (DateTimeException e) {
            // told like any other
        }
        throw Parameters.refused("at", "is an instant such as 2026-01-31T12:00:00Z", text);
    }

    /** The same calibration once more, with queries drawn anew from the index as it is now. */
    CalibrationRequest again(VersionCalibration calibration) {
        return new CalibrationRequest(
                calibration.name(),
                calibration.calibration().matcher(),
                calibration.k(),
                calibration.calibration().metric(),
                calibration.calibration().reported(),
                calibration.calibration().outcomes().stream()
                        .map(TargetOutcome::target)
                        .toList(),
                new Sample.Drawn(calibration.sample().queries(), clock.millis()),
                calibration.confidence().isEmpty() ? Optional.empty() : Optional.of(Bootstrap.DEFAULT),
                !calibration.classThresholds().equals(ClassThresholds.NONE),
                calibration.unknown().map(UnknownClasses::classes).orElse(Set.of()));
    }

    private static ProblemException refused(String field, String rule) {
        return new ProblemException(ProblemType.BAD_REQUEST, rule).at(field);
    }
}
