package dev.semblance.messaging;

import dev.semblance.core.OperatorException;
import dev.semblance.schema.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics as they are on one Kafka cluster. */
public final class Topics implements AutoCloseable {
    private static final short REPLICATION_BY_BROKER_DEFAULT = -1;

    private static final long FIRST_LOOK_BACK = 10;

    private final String bootstrap;
    private final Admin admin;

    public Topics(String bootstrap) {
        this.bootstrap = bootstrap;
        try {
            admin = KafkaClients.admin(bootstrap);
        } catch (KafkaException e) {
            throw new OperatorException(
                    "'" + bootstrap + "' is no usable bootstrap address (HOST:PORT): " + reason(e), e);
        }
    }

    /** Creates the topics that are missing; those that are there stay as they are. */
    public void create(int imagePartitions) {
        Set<String> present = names();
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !present.contains(topic.topicName()))
                .map(topic -> description(topic, imagePartitions))
                .toList();
        admin.createTopics(missing).values().forEach((name, created) -> {
            try {
                await(created);
            } catch (TopicExistsException e) {
                // Another process was quicker, which is as good.
            }
        });
    }

    /**
     * Checks that the topics are there.
     *
     * @throws OperatorException if one is missing or no broker answers
     */
    public void require(Topic... topics) {
        Set<String> present = names();
        List<String> missing = Arrays.stream(topics)
                .map(Topic::topicName)
                .filter(name -> !present.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new OperatorException("topic " + String.join(", ", missing) + " is missing on " + bootstrap
                    + ": create it with './semblance topics --bootstrap " + bootstrap + "'");
        }
    }

    /** Number of partitions of a topic. */
    public int partitions(Topic topic) {
        try {
            return await(admin.describeTopics(List.of(topic.topicName())).allTopicNames())
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        } catch (UnknownTopicOrPartitionException e) {
            throw new OperatorException("topic " + topic.topicName() + " is missing on " + bootstrap, e);
        }
    }

    /** For each partition of a topic, the offset that follows all that was written, open transactions included. */
    public Map<Integer, Long> writtenEnds(Topic topic) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < partitions(topic); partition++) {
            wanted.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new HashMap<>();
        await(admin.listOffsets(wanted).all()).forEach((where, end) -> ends.put(where.partition(), end.offset()));
        return ends;
    }

    /**
     * For each partition of a topic, the offset that follows its last committed record. Unlike the end offset it does
     * not count the markers that transactional producers leave behind, which no reader ever sees.
     */
    public Map<Integer, Long> nextRecordOffsets(Topic topic) {
        Map<Integer, Long> next = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrap)) {
            for (int partition = 0; partition < partitions(topic); partition++) {
                next.put(partition, nextRecordOffset(consumer, new TopicPartition(topic.topicName(), partition)));
            }
        }
        return next;
    }

    private static long nextRecordOffset(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
        long start = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
        // The last record is nearly always among the last few offsets, and images are large: begin there.
        long from = end;
        for (long back = FIRST_LOOK_BACK; from > start; back *= 10) {
            from = Math.max(start, end - back);
            OptionalLong last = lastRecord(consumer, partition, from, end);
            if (last.isPresent()) {
                return last.getAsLong() + 1;
            }
        }
        return start;
    }

    private static OptionalLong lastRecord(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        OptionalLong last = OptionalLong.empty();
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                last = OptionalLong.of(message.offset());
            }
        }
        return last;
    }

    private Set<String> names() {
        return await(admin.listTopics().names());
    }

    private static NewTopic description(Topic topic, int imagePartitions) {
        int partitions = switch (topic) {
            case IMAGES, MATCHES, LABELS -> imagePartitions; // a match and a label for each query: as much traffic
            case MODELS, INDEX_COMMITS, ROLLOUTS, CALIBRATIONS, ALERTS, DEAD_LETTERS -> 1;
        };
        Map<String, String> configuration = new HashMap<>();
        configuration.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                switch (topic.retention()) {
                    case COMPACTED -> TopicConfig.CLEANUP_POLICY_COMPACT;
                    case TIMED -> TopicConfig.CLEANUP_POLICY_DELETE;
                });
        maxRecordBytes(topic)
                .ifPresent(bytes -> configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)));
        return new NewTopic(topic.topicName(), partitions, REPLICATION_BY_BROKER_DEFAULT).configs(configuration);
    }

    private static Optional<Integer> maxRecordBytes(Topic topic) {
        return switch (topic) {
            case IMAGES -> Optional.of(KafkaClients.MAX_IMAGE_RECORD_BYTES);
            case DEAD_LETTERS -> Optional.of(KafkaClients.MAX_DEAD_LETTER_BYTES);
            case MODELS, INDEX_COMMITS, ROLLOUTS, CALIBRATIONS, MATCHES, LABELS, ALERTS -> Optional.empty();
        };
    }

    private <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new OperatorException(
                        "no Kafka broker answers at " + bootstrap
                                + ": start one with './semblance broker', or name another" + " with --bootstrap",
                        e);
            }
            if (e.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new KafkaException(e.getCause());
        }
    }

    private static String reason(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        admin.close();
    }
}
