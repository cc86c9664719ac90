package dev.semblance.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients that read only what is committed and write without loss or repetition. */
public final class KafkaClients {
    /** Largest record on the image topic. */
    public static final int MAX_IMAGE_RECORD_BYTES = 10 * 1024 * 1024;
    /** Largest record on the dead-letter topic: an image record with the headers that say why. */
    public static final int MAX_DEAD_LETTER_BYTES = MAX_IMAGE_RECORD_BYTES + 1024 * 1024;

    private static final Duration FOLLOWERS_FETCH_WAIT = Duration.ofMillis(500);
    private static final Duration STREAM_REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STREAM_DELIVERY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration RANGE_FETCH_WAIT = Duration.ofMillis(20);

    private KafkaClients() {}

    /** A consumer without a group: it assigns itself partitions and commits nothing. */
    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        return consumer(bootstrap, FOLLOWERS_FETCH_WAIT);
    }

    /** A consumer for who reads up to an offset and no further; it does not sit at the end and wait for more. */
    static KafkaConsumer<byte[], byte[]> rangeConsumer(String bootstrap) {
        return consumer(bootstrap, RANGE_FETCH_WAIT);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, Duration fetchWait) {
        Properties properties = common(bootstrap);
        properties.putAll(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                Math.toIntExact(fetchWait.toMillis()),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"));
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer that waits for all replicas and writes each record once. */
    public static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        Properties properties = common(bootstrap);
        properties.putAll(producerSettings());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The same, but it gives up after a while. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrap, Duration patience) {
        Properties properties = common(bootstrap);
        properties.putAll(producerSettings());
        int millis = Math.toIntExact(patience.toMillis());
        properties.putAll(Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                millis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                millis));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer that never makes its caller wait: where the buffer is full, it refuses. */
    static KafkaProducer<byte[], byte[]> streamProducer(String bootstrap, long bufferBytes) {
        Properties properties = common(bootstrap);
        properties.putAll(producerSettings());
        properties.putAll(Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                0,
                // Where a topic lies must not be forgotten while there is nothing to send: the next event would not
                // wait.
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                Duration.ofDays(365).toMillis(),
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                bufferBytes,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(STREAM_REQUEST_TIMEOUT.toMillis()),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(STREAM_DELIVERY_TIMEOUT.toMillis())));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What every producer of ours is set to, transactional sinks included. */
    public static Properties producerSettings() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_DEAD_LETTER_BYTES));
        return properties;
    }

    static Admin admin(String bootstrap) {
        Properties properties = common(bootstrap);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return Admin.create(properties);
    }

    private static Properties common(String bootstrap) {
        Properties properties = new Properties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "semblance-" + UUID.randomUUID());
        return properties;
    }
}
