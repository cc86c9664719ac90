package dev.semblance.benchmarks.confusion;

import dev.semblance.benchmarks.confusion.Cost.Load;
import dev.semblance.benchmarks.confusion.Cost.Speed;
import dev.semblance.benchmarks.index.ProcessCpu;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.messaging.LabelMessages;
import dev.semblance.messaging.PartitionReader;
import dev.semblance.schema.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Repartitioned;

/** What can be done with the same records for less. */
final class Baselines {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final String bootstrap;
    private final Load load;
    private final Path folder;

    Baselines(String bootstrap, Load load, Path folder) {
        this.bootstrap = bootstrap;
        this.load = load;
        this.folder = folder;
    }

    /** Reads and decodes them. */
    Speed read() {
        long start = System.nanoTime();
        long cpu = ProcessCpu.nanos();
        read(Topic.MATCHES, message -> EventType.MATCH_MADE.decode(message.value()));
        read(Topic.LABELS, message -> LabelMessages.decode(message.key(), message.value(), Instant.EPOCH));
        return Speed.of(load.warmUp() + load.matches(), System.nanoTime() - start, ProcessCpu.nanos() - cpu);
    }

    private void read(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> decoder) {
        for (int partition = 0; partition < load.partitions(); partition++) {
            try (PartitionReader reader = new PartitionReader(bootstrap, topic, partition)) {
                reader.read(reader.start(), reader.committedEnd(), decoder);
            }
        }
    }

    /**
     * Copies them to another topic, exactly once as the counting is, and reads them there. The clock runs from the
     * first record that is read to the last one that has arrived.
     *
     * @param records all of them
     */
    Speed copied(long records) throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        AtomicLong copied = new AtomicLong();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(List.of(Topic.MATCHES.topicName(), Topic.LABELS.topicName()), Consumed.with(BYTES, BYTES))
                .peek((key, value) -> first.countDown())
                .repartition(Repartitioned.<byte[], byte[]>as("copy")
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(load.partitions()))
                .foreach((key, value) -> {
                    if (copied.incrementAndGet() == records) {
                        all.countDown();
                    }
                });
        try (KafkaStreams streams = new KafkaStreams(builder.build(), configuration())) {
            streams.start();
            first.await();
            long start = System.nanoTime();
            long cpu = ProcessCpu.nanos();
            all.await();
            return Speed.of(load.warmUp() + load.matches(), System.nanoTime() - start, ProcessCpu.nanos() - cpu);
        }
    }

    private Properties configuration() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "copy");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("copy").toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        KafkaClients.producerSettings()
                .forEach((name, value) -> properties.put(StreamsConfig.producerPrefix(name.toString()), value));
        return properties;
    }
}
