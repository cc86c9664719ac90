package dev.semblance.indexer;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.messaging.EventType;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Commits as they go to Kafka. */
final class IndexCommitMessages implements KafkaRecordSerializationSchema<IndexCommit> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(IndexCommit commit, KafkaSinkContext context, Long timestamp) {
        EventType<IndexCommit> type = EventType.INDEX_COMMITTED;
        return new ProducerRecord<>(
                type.topic().topicName(), type.key(commit).getBytes(StandardCharsets.UTF_8), type.encode(commit));
    }
}
