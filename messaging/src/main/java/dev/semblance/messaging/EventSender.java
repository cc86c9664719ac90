package dev.semblance.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Sends events and waits until all replicas have them. Safe for use by several threads. */
public final class EventSender implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    public EventSender(String bootstrap) {
        producer = KafkaClients.producer(bootstrap);
    }

    /** For who cannot wait for long: an event that takes longer is given up. */
    public EventSender(String bootstrap, Duration patience) {
        producer = KafkaClients.producer(bootstrap, patience);
    }

    /**
     * Sends one event; when this returns, it is there for every reader.
     *
     * @return where it is
     */
    public <T> RecordMetadata send(EventType<T> type, T event) {
        return sent(type, begin(type, event));
    }

    /**
     * Sends several at once. Where this fails, some of them may be there.
     *
     * @throws KafkaException if one of them is not
     */
    public <T> void sendAll(EventType<T> type, List<T> events) {
        List<Future<RecordMetadata>> begun =
                events.stream().map(event -> begin(type, event)).toList();
        begun.forEach(event -> sent(type, event));
    }

    private <T> Future<RecordMetadata> begin(EventType<T> type, T event) {
        byte[] key = type.key(event).getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(type.topic().topicName(), key, type.encode(event)));
    }

    private static RecordMetadata sent(EventType<?> type, Future<RecordMetadata> event) {
        try {
            return event.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot send to topic " + type.topic().topicName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
