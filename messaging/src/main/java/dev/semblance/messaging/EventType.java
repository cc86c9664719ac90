package dev.semblance.messaging;

import dev.semblance.core.calibration.VersionCalibration;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.model.Rollout;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.Topic;
import dev.semblance.schema.avro.AlertChanged;
import dev.semblance.schema.avro.Calibrated;
import dev.semblance.schema.avro.IndexCommitted;
import dev.semblance.schema.avro.LabelConfirmed;
import dev.semblance.schema.avro.MatchMade;
import dev.semblance.schema.avro.ModelPublished;
import dev.semblance.schema.avro.RolloutChanged;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * A kind of event: its topic, its key, and its way to bytes and back.
 *
 * @param <T> the domain record
 */
public final class EventType<T> {
    public static final EventType<PublishedModel> MODEL_PUBLISHED = new EventType<>(
            Topic.MODELS,
            model -> model.version().key(),
            new AvroMapping<>(
                    new SingleObjectCodec<>(ModelPublished.getClassSchema()),
                    ModelEvents::toAvro,
                    ModelEvents::fromAvro));

    public static final EventType<IndexCommit> INDEX_COMMITTED = new EventType<>(
            Topic.INDEX_COMMITS,
            commit -> commit.version().key(),
            new AvroMapping<>(
                    new SingleObjectCodec<>(IndexCommitted.getClassSchema()),
                    IndexEvents::toAvro,
                    IndexEvents::fromAvro));

    public static final EventType<Rollout> ROLLOUT_CHANGED = new EventType<>(
            Topic.ROLLOUTS,
            Rollout::model,
            new AvroMapping<>(
                    new SingleObjectCodec<>(RolloutChanged.getClassSchema()),
                    RolloutEvents::toAvro,
                    RolloutEvents::fromAvro));

    public static final EventType<VersionCalibration> CALIBRATED = new EventType<>(
            Topic.CALIBRATIONS,
            VersionCalibration::key,
            new AvroMapping<>(
                    new SingleObjectCodec<>(Calibrated.getClassSchema()),
                    CalibrationEvents::toAvro,
                    CalibrationEvents::fromAvro));

    public static final EventType<MatchDecision> MATCH_MADE = new EventType<>(
            Topic.MATCHES,
            MatchDecision::queryId,
            new AvroMapping<>(
                    new SingleObjectCodec<>(MatchMade.getClassSchema()), MatchEvents::toAvro, MatchEvents::fromAvro));

    public static final EventType<ConfirmedLabel> LABEL_CONFIRMED = new EventType<>(
            Topic.LABELS,
            ConfirmedLabel::queryId,
            new AvroMapping<>(
                    new SingleObjectCodec<>(LabelConfirmed.getClassSchema()),
                    LabelEvents::toAvro,
                    LabelEvents::fromAvro));

    public static final EventType<Alert> ALERT_CHANGED = new EventType<>(
            Topic.ALERTS,
            Alert::key,
            new AvroMapping<>(
                    new SingleObjectCodec<>(AlertChanged.getClassSchema()),
                    AlertEvents::toAvro,
                    AlertEvents::fromAvro));

    private final Topic topic;
    private final Function<T, String> key;
    private final AvroMapping<T, ?> mapping;

    private EventType(Topic topic, Function<T, String> key, AvroMapping<T, ?> mapping) {
        this.topic = topic;
        this.key = key;
        this.mapping = mapping;
    }

    private record AvroMapping<T, A extends SpecificRecord>(
            SingleObjectCodec<A> codec, Function<T, A> toAvro, Function<A, T> fromAvro) {
        byte[] encode(T event) {
            return codec.encode(toAvro.apply(event));
        }

        T decode(byte[] bytes) {
            A message = codec.decode(bytes);
            try {
                return fromAvro.apply(message);
            } catch (IllegalArgumentException e) {
                throw new MalformedEventException("the record holds what no event can: " + e.getMessage(), e);
            }
        }
    }

    public Topic topic() {
        return topic;
    }

    public String key(T event) {
        return key.apply(event);
    }

    public byte[] encode(T event) {
        return mapping.encode(event);
    }

    /**
     * Decodes one event.
     *
     * @throws MalformedEventException if the bytes are no event of this type
     */
    public T decode(byte[] bytes) {
        return mapping.decode(bytes);
    }
}
