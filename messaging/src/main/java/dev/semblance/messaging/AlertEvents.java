package dev.semblance.messaging;

import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.AlertKind;
import dev.semblance.schema.avro.AlertChanged;
import java.util.Optional;

/** {@link Alert} to Avro and back. */
final class AlertEvents {
    private AlertEvents() {}

    static AlertChanged toAvro(Alert alert) {
        return AlertChanged.newBuilder()
                .setModel(alert.version().model())
                .setVersion(alert.version().version())
                .setCalibration(alert.cutpoint().calibration())
                .setCutpoint(alert.cutpoint().cutpoint())
                .setKind(alert.kind().id())
                .setRaised(alert.raised())
                .setValue(alert.value())
                .setLimit(alert.limit())
                .setSamples(alert.samples())
                .setLabel(alert.label().orElse(null))
                .setWindow(alert.window())
                .setChangedAt(alert.changedAt())
                .build();
    }

    static Alert fromAvro(AlertChanged event) {
        return new Alert(
                new ModelVersion(event.getModel(), event.getVersion()),
                new CutpointName(event.getCalibration(), event.getCutpoint()),
                AlertKind.named(event.getKind()),
                event.getRaised(),
                event.getValue(),
                event.getLimit(),
                event.getSamples(),
                Optional.ofNullable(event.getLabel()),
                event.getWindow(),
                event.getChangedAt());
    }
}
