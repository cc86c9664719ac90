package dev.semblance.query.confusion;

import dev.semblance.messaging.DeadLetterHeaders;
import dev.semblance.query.confusion.Arrival.Unreadable;
import dev.semblance.schema.MalformedEventException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Reads the records of a topic. What cannot be read goes on as it is, with headers that say why. */
final class Reading extends ContextualProcessor<byte @Nullable [], byte @Nullable [], String, Arrival> {
    private static final String REASON = "malformed-event";
    private static final byte[] NOTHING = {};

    private final Decoder decoder;

    /** Reads one record that has a value. */
    interface Decoder {
        /**
         * Reads it.
         *
         * @throws MalformedEventException if that is not possible
         */
        Identified decode(byte @Nullable [] key, byte[] value, long timestamp);
    }

    /** What was read, and the query that it is about. */
    record Identified(String queryId, Arrival arrival) {}

    Reading(Decoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        byte[] value = record.value();
        if (value == null) {
            return; // says nothing, as neither a match nor a label can be taken back
        }
        try {
            Identified read = decoder.decode(record.key(), value, record.timestamp());
            context()
                    .forward(record.withKey(read.queryId())
                            .withValue(read.arrival())
                            .withHeaders(new RecordHeaders()));
        } catch (MalformedEventException e) {
            byte[] key = record.key() == null ? NOTHING : record.key();
            Arrival unreadable = new Unreadable(key, value);
            context()
                    .forward(record.withKey("")
                            .withValue(unreadable)
                            .withHeaders(why(record.headers(), String.valueOf(e.getMessage()), record.timestamp())));
        }
    }

    private Headers why(Headers own, String detail, long timestamp) {
        Headers headers = new RecordHeaders(own);
        DeadLetterHeaders why = new DeadLetterHeaders(headers).because(REASON, detail);
        RecordMetadata from = context().recordMetadata().orElseThrow();
        why.from(from.topic(), from.partition(), from.offset(), timestamp);
        return headers;
    }
}
