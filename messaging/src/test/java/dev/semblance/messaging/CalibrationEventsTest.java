package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.calibration.Bootstrap;
import dev.semblance.core.calibration.Calibration;
import dev.semblance.core.calibration.CalibrationSample;
import dev.semblance.core.calibration.ClassThresholds;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.calibration.UnknownClasses;
import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.CommitPosition;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.Topic;
import dev.semblance.schema.avro.Calibrated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalibrationEventsTest {
    private static final EventType<VersionCalibration> TYPE = EventType.CALIBRATED;

    @Test
    void shouldGiveBackACalibration() {
        VersionCalibration whole = calibration();

        assertThat(TYPE.decode(TYPE.encode(whole))).isEqualTo(whole);
        assertThat(TYPE.topic()).isEqualTo(Topic.CALIBRATIONS);
        assertThat(TYPE.key(whole)).isEqualTo("fashion/7/strict");
    }

    @Test
    void shouldGiveBackOneWithNothingButItsThreshold() {
        VersionCalibration plain = new VersionCalibration(
                new ModelVersion("fashion", "7"),
                "default",
                1,
                Calibration.of(queries(), Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of()),
                Map.of(),
                ClassThresholds.NONE,
                Optional.empty(),
                new CalibrationSample(CalibrationSample.Source.GIVEN, 40, 0),
                new CommitPosition(1, 5, Map.of()),
                Instant.EPOCH);

        assertThat(TYPE.decode(TYPE.encode(plain))).isEqualTo(plain);
    }

    @Test
    void shouldRefuseACalibrationThatCannotBe() {
        Calibrated event = Calibrated.newBuilder(CalibrationEvents.toAvro(calibration()))
                .setCurveTruePositives(List.of(1))
                .build();

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> TYPE.decode(new SingleObjectCodec<Calibrated>(event.getSchema()).encode(event)))
                .withMessageContaining("differ in length");
    }

    private static VersionCalibration calibration() {
        List<LabelledQuery> queries = queries();
        Calibration calibration = Calibration.of(
                queries,
                Matcher.NEAREST,
                ClassificationMetric.F1,
                Set.of(ClassificationMetric.PRECISION),
                List.of(
                        new Target("precise", ClassificationMetric.PRECISION, 0.9),
                        new Target("never", ClassificationMetric.RECALL, 1.5)));
        return new VersionCalibration(
                new ModelVersion("fashion", "7"),
                "strict",
                1,
                calibration,
                Bootstrap.DEFAULT.of(calibration, queries),
                ClassThresholds.of(calibration, queries),
                Optional.of(new UnknownClasses(Set.of("bag", "coat"), 12, Map.of("optimal", 0.25))),
                new CalibrationSample(CalibrationSample.Source.INDEX, queries.size(), -3),
                new CommitPosition(2, 40, Map.of(0, 10L, 1, 5_000_000_000L)),
                Instant.parse("2026-01-02T03:04:05.678901Z"));
    }

    /** One neighbour each, so that every threshold changes something. */
    private static List<LabelledQuery> queries() {
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            String found = i % 5 == 0 ? "shoe" : "boot";
            queries.add(new LabelledQuery("boot", List.of(new LabelledNeighbour(found, i / 64f))));
        }
        return queries;
    }
}
