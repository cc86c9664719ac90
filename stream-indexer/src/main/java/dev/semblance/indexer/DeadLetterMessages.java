package dev.semblance.indexer;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Dead letters as they go to Kafka: key, value and headers of the record as they were, and more headers that say why
 * and from where.
 */
final class DeadLetterMessages implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "semblance.";

    private final String modelVersion;

    DeadLetterMessages(ModelVersion version) {
        this.modelVersion = version.key();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        SourceRecord source = letter.record();
        Headers headers = source.kafkaHeaders();
        add(headers, "reason", letter.reason());
        add(headers, "detail", letter.detail());
        add(headers, "source.topic", source.topic());
        add(headers, "source.partition", Integer.toString(source.partition()));
        add(headers, "source.offset", Long.toString(source.offset()));
        add(headers, "model.version", modelVersion);
        return new ProducerRecord<>(
                Topic.DEAD_LETTERS.topicName(), null, source.timestampMillis(), source.key(), source.value(), headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
