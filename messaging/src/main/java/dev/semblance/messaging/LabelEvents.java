package dev.semblance.messaging;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.schema.avro.LabelConfirmed;
import java.util.Optional;

/** {@link ConfirmedLabel} to Avro and back. */
final class LabelEvents {
    private LabelEvents() {}

    static LabelConfirmed toAvro(ConfirmedLabel label) {
        return LabelConfirmed.newBuilder()
                .setQueryId(label.queryId())
                .setLabel(label.label())
                .setSource(label.source().orElse(null))
                .setConfirmedAt(label.confirmedAt())
                .build();
    }

    static ConfirmedLabel fromAvro(LabelConfirmed event) {
        return new ConfirmedLabel(
                event.getQueryId(), event.getLabel(), Optional.ofNullable(event.getSource()), event.getConfirmedAt());
    }
}
