package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.AlertKind;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.Topic;
import dev.semblance.schema.avro.AlertChanged;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitoringEventsTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Alert RAISED = new Alert(
            new ModelVersion("fashion", "7"),
            new CutpointName("default", "optimal"),
            AlertKind.RECALL_DROP,
            true,
            0.3125,
            0.1,
            5_000_000_000L,
            Optional.of("Größe 42"),
            "24h",
            AT);

    @Test
    void shouldGiveBackALabel() {
        EventType<ConfirmedLabel> type = EventType.LABEL_CONFIRMED;
        ConfirmedLabel told = new ConfirmedLabel("query-1", "Größe 42", Optional.of("returns desk"), AT);
        ConfirmedLabel plain = new ConfirmedLabel("query-2", "boot", Optional.empty(), Instant.EPOCH);

        assertThat(type.decode(type.encode(told))).isEqualTo(told);
        assertThat(type.decode(type.encode(plain))).isEqualTo(plain);
        assertThat(type.topic()).isEqualTo(Topic.LABELS);
        assertThat(type.key(told)).isEqualTo("query-1");
    }

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void shouldGiveBackAnAlert(AlertKind kind) {
        EventType<Alert> type = EventType.ALERT_CHANGED;
        Alert cleared = new Alert(
                RAISED.version(),
                RAISED.cutpoint(),
                kind,
                false,
                -0.5,
                0.07,
                0,
                Optional.empty(),
                "all",
                Instant.EPOCH);

        assertThat(type.decode(type.encode(RAISED))).isEqualTo(RAISED);
        assertThat(type.decode(type.encode(cleared))).isEqualTo(cleared);
        assertThat(type.topic()).isEqualTo(Topic.ALERTS);
        assertThat(type.key(RAISED)).isEqualTo("fashion/7/default/optimal/recall_drop");
    }

    /** As a later version of Semblance may publish it. */
    @Test
    void shouldRefuseAnAlertOfAnUnknownKind() {
        AlertChanged event = AlertChanged.newBuilder(AlertEvents.toAvro(RAISED))
                .setKind("moon_phase")
                .build();

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventType.ALERT_CHANGED.decode(
                        new SingleObjectCodec<AlertChanged>(event.getSchema()).encode(event)))
                .withMessageContaining("no alert 'moon_phase'");
    }
}
