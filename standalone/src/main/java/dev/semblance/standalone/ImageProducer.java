package dev.semblance.standalone;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.messaging.ImageMessages;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends images to the image topic. Safe for use by several threads. */
public final class ImageProducer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Connects.
     *
     * @throws dev.semblance.core.OperatorException if no broker answers or the topic is missing
     */
    public ImageProducer(String bootstrap) {
        try (Topics topics = new Topics(bootstrap)) {
            topics.require(Topic.IMAGES);
        }
        producer = KafkaClients.producer(bootstrap);
    }

    /** Where a record lies; an index commit whose next offset of the partition is larger contains it. */
    public record Position(int partition, long offset) {}

    /** Sends an image; one of the same id is replaced. */
    public CompletableFuture<Position> put(String id, ImageRecord image) {
        return send(id, ImageMessages.encode(image));
    }

    /** Deletes an image. */
    public CompletableFuture<Position> delete(String id) {
        return send(id, null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    private CompletableFuture<Position> send(String id, byte @Nullable [] value) {
        CompletableFuture<Position> sent = new CompletableFuture<>();
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topic.IMAGES.topicName(), key, value), (where, fault) -> {
            if (fault != null) {
                sent.completeExceptionally(fault);
            } else {
                sent.complete(new Position(where.partition(), where.offset()));
            }
        });
        return sent;
    }

    /** Waits until all that was sent has arrived. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
