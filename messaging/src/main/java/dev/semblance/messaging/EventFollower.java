package dev.semblance.messaging;

import dev.semblance.schema.MalformedEventException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics of events from their start and goes on for ever, handing each committed event to its handler on one
 * thread. A record that is no event of its type is logged and passed over; a handler that fails is logged, and the next
 * event comes.
 */
public final class EventFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Handler<?>> handlers;
    private final Runnable afterPoll;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Map<TopicPartition, Long> handledUpTo = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private EventFollower(String name, String bootstrap, Map<String, Handler<?>> handlers, Runnable afterPoll) {
        this.handlers = Map.copyOf(handlers);
        this.afterPoll = afterPoll;
        consumer = KafkaClients.consumer(bootstrap);
        thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    private record Handler<T>(EventType<T> type, Consumer<T> consumer) {
        void handle(byte[] value) {
            consumer.accept(type.decode(value));
        }
    }

    /** Collects what to follow. */
    public static final class Builder {
        private final Map<String, Handler<?>> handlers = new HashMap<>();
        private Runnable afterPoll = () -> {};

        private Builder() {}

        /** Follows one type of event. */
        public <T> Builder on(EventType<T> type, Consumer<T> consumer) {
            handlers.put(type.topic().topicName(), new Handler<>(type, consumer));
            return this;
        }

        /**
         * Called on the follower's thread whenever all events at hand have been handled, at least five times a second.
         */
        public Builder afterEachPoll(Runnable action) {
            afterPoll = action;
            return this;
        }

        /** Makes a follower that does not run yet, with a daemon thread of this name. */
        public EventFollower build(String name, String bootstrap) {
            return new EventFollower(name, bootstrap, handlers, afterPoll);
        }

        /** Makes a follower and starts it. */
        public EventFollower start(String name, String bootstrap) {
            EventFollower follower = build(name, bootstrap);
            follower.start();
            return follower;
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Begins to follow; once. */
    public void start() {
        thread.start();
    }

    /** Tells whether everything has been handled that lay on the topics at the start. */
    public boolean hasCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Waits until everything has been handled that lay on the topics at the start; false if that took too long. */
    public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until a record of a followed topic has been handled, and with it all before it in its partition; false if
     * that took too long.
     */
    public boolean awaitHandled(RecordMetadata record, Duration atMost) throws InterruptedException {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (handledUpTo) {
            while (handledUpTo.getOrDefault(partition, 0L) <= record.offset()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                handledUpTo.wait(left);
            }
        }
        return true;
    }

    private void run() {
        try (consumer) {
            Map<TopicPartition, Long> ends = retrying(this::assignAll);
            while (!closed) {
                retrying(() -> pollOnce(ends));
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("{} ends", thread.getName());
        }
    }

    private Map<TopicPartition, Long> assignAll() {
        List<TopicPartition> partitions = handlers.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    private Boolean pollOnce(Map<TopicPartition, Long> ends) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            handle(message);
        }
        tellHandled();
        if (!hasCaughtUp() && reached(ends)) {
            caughtUp.countDown();
        }
        afterPoll.run();
        return true;
    }

    private void tellHandled() {
        synchronized (handledUpTo) {
            consumer.assignment().forEach(partition -> handledUpTo.put(partition, consumer.position(partition)));
            handledUpTo.notifyAll();
        }
    }

    @SuppressWarnings("NullAway") // every subscribed topic has a handler
    private void handle(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            handlers.get(message.topic()).handle(message.value());
        } catch (MalformedEventException e) {
            LOG.warn(
                    "passing over {}-{}@{}: {}",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            // Let through, it would take the rest of the poll with it: the consumer is past all of it already.
            LOG.error(
                    "{}: cannot handle {}-{}@{}",
                    thread.getName(),
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e);
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private interface Step<T> {
        T run();
    }

    /** A broker that is away comes back; a handler's fault must not end the following. */
    private <T> T retrying(Step<T> step) {
        while (true) {
            try {
                return step.run();
            } catch (WakeupException | InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warn("{}: {}; trying again", thread.getName(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("{}: cannot handle an event", thread.getName(), e);
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAULT);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        if (closed) {
            throw new WakeupException();
        }
    }

    /** Stops following and waits for the handler at work. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            if (thread.isAlive()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
