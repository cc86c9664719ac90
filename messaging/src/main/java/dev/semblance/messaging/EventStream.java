package dev.semblance.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events that nobody waits for: a bounded buffer takes them, and where it is full, or they can't be delivered in
 * time, they are dropped and counted. Never blocks and never fails. Safe for use by several threads.
 *
 * @param <T> the event
 */
public final class EventStream<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EventType<T> type;
    private final LongConsumer dropped;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicBoolean dropping = new AtomicBoolean();

    /**
     * Starts. Until the broker has told where the topic lies, events are dropped; that is asked for at once.
     *
     * @param bufferBytes memory for events that were not delivered yet
     * @param dropped told how many events were dropped
     */
    public EventStream(String bootstrap, EventType<T> type, long bufferBytes, LongConsumer dropped) {
        this.type = type;
        this.dropped = dropped;
        this.producer = KafkaClients.streamProducer(bootstrap, bufferBytes);
        Thread.ofVirtual().name("metadata of " + type.topic().topicName()).start(this::askForTopic);
    }

    /** Without this the first event would come too early: a producer asks only when it has something to send. */
    private void askForTopic() {
        try {
            producer.partitionsFor(type.topic().topicName());
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("the broker does not tell where {} lies yet", type.topic().topicName(), e);
        }
    }

    /** Hands over an event. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    public void send(T event) {
        byte[] key = type.key(event).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(
                    new ProducerRecord<>(type.topic().topicName(), key, type.encode(event)),
                    (metadata, fault) -> ended(fault));
        } catch (KafkaException | IllegalStateException e) {
            drop(e);
        }
    }

    private void ended(@Nullable Exception fault) {
        if (fault != null) {
            drop(fault);
        } else if (dropping.compareAndSet(true, false)) {
            LOG.info("events of {} are delivered again", type.topic().topicName());
        }
    }

    private void drop(Exception fault) {
        dropped.accept(1);
        if (dropping.compareAndSet(false, true)) {
            LOG.warn("dropping events of {}: {}", type.topic().topicName(), fault.toString());
        }
    }

    /** Delivers what is in the buffer, if that takes no more than some seconds. */
    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
