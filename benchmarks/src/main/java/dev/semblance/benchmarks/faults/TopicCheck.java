package dev.semblance.benchmarks.faults;

import dev.semblance.messaging.PartitionReader;
import dev.semblance.schema.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Whether the image topic has what was acknowledged, where it was acknowledged to be, and nothing twice.
 *
 * @param lost acknowledged events that are not at their place
 * @param duplicated events that are there more than once
 */
record TopicCheck(long lost, long duplicated) {
    static TopicCheck of(String bootstrap, int partitions, List<Sent> acknowledged) {
        Map<Sent.Place, Long> found = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            try (PartitionReader reader = new PartitionReader(bootstrap, Topic.IMAGES, partition)) {
                reader.read(
                        reader.start(),
                        reader.committedEnd(),
                        message -> found.put(new Sent.Place(message.partition(), message.offset()), number(message)));
            }
        }
        long lost = acknowledged.stream()
                .filter(sent -> found.getOrDefault(sent.place(), -1L) != sent.number())
                .count();
        long duplicated = found.size() - found.values().stream().distinct().count();
        return new TopicCheck(lost, duplicated);
    }

    private static long number(ConsumerRecord<byte[], byte[]> message) {
        Header number = message.headers().lastHeader(Load.NUMBER);
        if (number == null) {
            throw new IllegalStateException(
                    "a record of another producer at " + message.partition() + "@" + message.offset());
        }
        return Long.parseLong(new String(number.value(), StandardCharsets.UTF_8));
    }
}
