package dev.semblance.messaging;

import dev.semblance.core.OperatorException;
import dev.semblance.schema.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads ranges of one partition: committed records only, in their order. Offsets that hold a transaction's marker, an
 * aborted record or one that compaction has removed are passed over.
 *
 * <p>For one thread.
 */
public final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a restarting job takes to end the transactions that it left open. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TopicPartition partition;
    private final List<TopicPartition> one;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public PartitionReader(String bootstrap, Topic topic, int partition) {
        this.partition = new TopicPartition(topic.topicName(), partition);
        one = List.of(this.partition);
        consumer = KafkaClients.rangeConsumer(bootstrap);
        consumer.assign(one);
    }

    /** First offset that is kept. */
    public long start() {
        return consumer.beginningOffsets(one).getOrDefault(partition, 0L);
    }

    /** Offset that follows all whose transactions have ended. */
    public long committedEnd() {
        return consumer.endOffsets(one).getOrDefault(partition, 0L);
    }

    /**
     * Shows each record of a range, waiting for transactions that are still open in it.
     *
     * @param from first offset
     * @param until offset that follows the last one
     * @throws OperatorException if nothing more comes though the end is not reached
     */
    public void read(long from, long until, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        consumer.seek(partition, from);
        long position = from;
        long news = System.nanoTime();
        while (position < until) {
            ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> message : messages) {
                if (message.offset() < until) {
                    action.accept(message);
                }
            }
            long now = consumer.position(partition);
            if (now != position) {
                position = now;
                news = System.nanoTime();
            } else if (System.nanoTime() - news > PATIENCE.toNanos()) {
                throw new OperatorException(partition + " cannot be read on from offset " + position + " to " + until
                        + ": nothing came for " + PATIENCE.toSeconds()
                        + " s; see whether the broker runs and whether a producer has left a transaction open");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
