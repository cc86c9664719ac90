package dev.semblance.benchmarks.faults;

import dev.semblance.messaging.KafkaClients;
import dev.semblance.schema.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends events at a steady rate, each with its number in a header, and remembers those that were acknowledged. */
final class Load implements AutoCloseable {
    static final String NUMBER = "event-number";

    private final EventMix events;
    private final int rate;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Event.Kind, Long> sent = new EnumMap<>(Event.Kind.class);
    private final List<Sent> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    private Load(EventMix events, int rate, String bootstrap) {
        this.events = events;
        this.rate = rate;
        this.producer = KafkaClients.producer(bootstrap);
        this.thread = Thread.ofPlatform().name("load").daemon(true).unstarted(this::run);
    }

    /**
     * Starts to send.
     *
     * @param rate events a second
     */
    static Load start(EventMix events, int rate, String bootstrap) {
        Load load = new Load(events, rate, bootstrap);
        load.thread.start();
        return load;
    }

    private void run() {
        long start = System.nanoTime();
        try {
            for (long number = 0; !stopped.get(); number++) {
                long due = start + number * 1_000_000_000L / rate;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                send(number, events.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings({"NullAway", "FutureReturnValueIgnored"}) // null deletes; the callback hears of the result
    private void send(long number, Event event) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Topic.IMAGES.topicName(),
                event.id().getBytes(StandardCharsets.UTF_8),
                event.value().orElse(null));
        message.headers().add(NUMBER, Long.toString(number).getBytes(StandardCharsets.UTF_8));
        sent.merge(event.kind(), 1L, Long::sum);
        producer.send(message, (where, fault) -> heard(number, where, fault));
    }

    private void heard(long number, RecordMetadata where, @Nullable Exception fault) {
        if (fault != null) {
            givenUp.incrementAndGet();
            return;
        }
        acknowledged.add(new Sent(number, new Sent.Place(where.partition(), where.offset())));
    }

    /** Events that were acknowledged until now. */
    int acknowledgedCount() {
        return acknowledged.size();
    }

    /** The first event that was acknowledged after so many others. */
    Optional<Sent> acknowledgedAfter(int count) {
        synchronized (acknowledged) {
            return acknowledged.size() > count ? Optional.of(acknowledged.get(count)) : Optional.empty();
        }
    }

    /** Stops sending and waits until each event is acknowledged or given up. */
    void stop() throws InterruptedException {
        stopped.set(true);
        thread.join();
        producer.flush();
    }

    /** What was sent; after {@link #stop()}. */
    Map<Event.Kind, Long> sent() {
        return sent;
    }

    /** What was acknowledged; after {@link #stop()}. */
    List<Sent> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Events that the producer has given up: they may be on the topic or not. */
    long givenUp() {
        return givenUp.get();
    }

    @Override
    public void close() {
        stopped.set(true);
        thread.interrupt();
        producer.close(Duration.ofSeconds(1));
    }
}
