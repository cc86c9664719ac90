package dev.semblance.indexer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record of the image topic, just as it lies there.
 *
 * @param topic where it lies
 * @param partition where it lies
 * @param offset where it lies
 * @param timestampMillis Kafka timestamp, ms since 1970
 * @param key image id in UTF-8, as it should be
 * @param value event or image file; null deletes
 * @param headers in their order
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {
    /** One Kafka header. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Header(String name, byte @Nullable [] value) {}

    static SourceRecord of(ConsumerRecord<byte[], byte[]> message) {
        List<Header> headers = new ArrayList<>();
        message.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
        return new SourceRecord(
                message.topic(),
                message.partition(),
                message.offset(),
                message.timestamp(),
                message.key(),
                message.value(),
                List.copyOf(headers));
    }

    /** Length of key, value and headers, uncompressed. */
    long bytes() {
        long bytes = length(key) + length(value);
        for (Header header : headers) {
            bytes += header.name().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @SuppressWarnings("NullAway") // Kafka allows a header without a value
    Headers kafkaHeaders() {
        RecordHeaders kafka = new RecordHeaders();
        headers.forEach(header -> kafka.add(new RecordHeader(header.name(), header.value())));
        return kafka;
    }
}
