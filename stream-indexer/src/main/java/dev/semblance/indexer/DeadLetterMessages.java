package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.DeadLetterHeaders;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.schema.Topic;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Dead letters as they go to Kafka: key, value and headers of the record as they were, and more headers that say why
 * and from where. A record that was let onto the image topic only because it was compressed there may be too large for
 * the dead-letter topic; of such a one only the headers that say why and from where are kept.
 *
 * <p>The time of a dead letter is that of its making: under the record's own, which may be years ago, the topic would
 * drop it at once.
 */
final class DeadLetterMessages implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    private final String modelVersion;

    DeadLetterMessages(ModelVersion version) {
        this.modelVersion = version.key();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        SourceRecord source = letter.record();
        boolean whole = source.bytes() <= KafkaClients.MAX_IMAGE_RECORD_BYTES;
        Headers headers = whole ? source.kafkaHeaders() : new RecordHeaders();
        DeadLetterHeaders why = new DeadLetterHeaders(headers)
                .because(letter.reason(), letter.detail())
                .from(source.topic(), source.partition(), source.offset(), source.timestampMillis())
                .with("model.version", modelVersion);
        if (!whole) {
            why.with("left-out.bytes", Long.toString(source.bytes()));
        }
        return new ProducerRecord<>(
                Topic.DEAD_LETTERS.topicName(),
                null,
                whole ? source.key() : null,
                whole ? source.value() : null,
                headers);
    }
}
