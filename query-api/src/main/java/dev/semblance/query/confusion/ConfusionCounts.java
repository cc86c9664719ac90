package dev.semblance.query.confusion;

import dev.semblance.core.OperatorException;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.KafkaClients;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The share of the rolling counts that this node keeps, and where the others are. All query nodes of a cluster keep
 * them together, each series on one of them; what a node held that has gone is taken over by another one, from Kafka.
 *
 * <p>Safe for use by several threads.
 */
public final class ConfusionCounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfusionCounts.class);
    private static final String APPLICATION = "semblance-confusion";
    private static final Duration COMMIT = Duration.ofMillis(500);
    /** After so long without a sign of life a node's share goes to others. */
    private static final Duration SESSION = Duration.ofSeconds(10);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaStreams streams;
    private final HostInfo self;
    private final Tallies tallies;

    private ConfusionCounts(KafkaStreams streams, HostInfo self, Tallies tallies) {
        this.streams = streams;
        this.self = self;
        this.tallies = tallies;
    }

    /**
     * Starts to count.
     *
     * @param state folder for this node's share; what is lost of it comes back from Kafka
     * @param self where other nodes reach this one
     * @throws OperatorException if topics are missing
     */
    public static ConfusionCounts start(String bootstrap, ConfusionSettings settings, Path state, HostInfo self) {
        int partitions;
        try (Topics topics = new Topics(bootstrap)) {
            topics.require(Topic.MATCHES, Topic.LABELS, Topic.DEAD_LETTERS);
            partitions = topics.partitions(Topic.MATCHES);
        }
        Tallies tallies = new Tallies();
        KafkaStreams streams = new KafkaStreams(
                ConfusionTopology.of(settings, partitions, tallies, Stores::persistentKeyValueStore),
                configuration(bootstrap, state, self));
        streams.setUncaughtExceptionHandler(fault -> {
            LOG.error("counting matches failed, and is taken up again", fault);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.start();
        return new ConfusionCounts(streams, self, tallies);
    }

    private static Properties configuration(String bootstrap, Path state, HostInfo self) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                APPLICATION,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                StreamsConfig.STATE_DIR_CONFIG,
                state.toString(),
                StreamsConfig.APPLICATION_SERVER_CONFIG,
                self.host() + ":" + self.port(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                COMMIT.toMillis(),
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                -1,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.consumerPrefix("session.timeout.ms"),
                Math.toIntExact(SESSION.toMillis())));
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        // A record in a topic of the application's own is larger than the one that it is of, which may be as large as
        // its topic allows. Refused, it would end the counting, and again whenever that is taken up.
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), KafkaClients.MAX_DEAD_LETTER_BYTES);
        KafkaClients.producerSettings()
                .forEach((name, value) -> properties.put(StreamsConfig.producerPrefix(name.toString()), value));
        return properties;
    }

    /**
     * The node that keeps a series.
     *
     * @throws CountsElsewhereException while that is being settled
     */
    public HostInfo keeper(Series series) {
        KeyQueryMetadata where = where(series);
        return where.activeHost();
    }

    /** Whether that node is this one. */
    public boolean isHere(HostInfo node) {
        return node.equals(self);
    }

    private KeyQueryMetadata where(Series series) {
        try {
            KeyQueryMetadata where = streams.queryMetadataForKey(Counting.COUNTS, series.key(), new StringSerializer());
            if (where == null || where.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                throw new CountsElsewhereException();
            }
            return where;
        } catch (StreamsException | IllegalStateException e) {
            throw new CountsElsewhereException(e);
        }
    }

    /**
     * What was counted in a window, as it was at an instant.
     *
     * @throws CountsElsewhereException if this node does not keep the series
     */
    public WindowCounts window(Series series, Window window, Instant at) {
        return reading(
                series,
                Counting.COUNTS,
                QueryableStoreTypes.<Bytes, Long>keyValueStore(),
                counts -> CountReader.read(counts, series, window, at));
    }

    /**
     * The newest matches of a pair of classes, the newest first.
     *
     * @throws CountsElsewhereException if this node does not keep the series
     */
    public List<MatchDecision> examples(Series series, Cell cell) {
        return reading(
                series,
                Counting.EXAMPLES,
                QueryableStoreTypes.<Bytes, byte[]>keyValueStore(),
                examples -> CountReader.examples(examples, series, cell));
    }

    private <V, R> R reading(
            Series series,
            String name,
            QueryableStoreType<ReadOnlyKeyValueStore<Bytes, V>> type,
            Function<ReadOnlyKeyValueStore<Bytes, V>, R> work) {
        KeyQueryMetadata where = where(series);
        if (!isHere(where.activeHost())) {
            throw new CountsElsewhereException();
        }
        try {
            return work.apply(streams.store(
                    StoreQueryParameters.fromNameAndType(name, type).withPartition(where.partition())));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new CountsElsewhereException(e);
        }
    }

    /** All series that this node keeps. Empty while it is being settled which. */
    public Set<Series> kept() {
        try {
            Set<Series> kept = new HashSet<>();
            for (int partition : partitions()) {
                kept.addAll(CountReader.series(streams.store(StoreQueryParameters.fromNameAndType(
                                Counting.COUNTS, QueryableStoreTypes.<Bytes, Long>keyValueStore())
                        .withPartition(partition))));
            }
            return kept;
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Set.of();
        }
    }

    /** Of the counts, those that are here. A view of all of them at once would not be in the order of the keys. */
    private Set<Integer> partitions() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().contains(ConfusionTopology.BY_SERIES))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    /** How much came in to this node since it was started. */
    long taken(Tally tally) {
        return tallies.of(tally);
    }

    /** Records on the topics that have not been counted yet, as far as this node is to count them. */
    public double lag() {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("records-lag")
                        && metric.getKey().group().equals("consumer-fetch-manager-metrics")
                        && !metric.getKey().tags().getOrDefault("client-id", "").contains("restore"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(value -> (Double) value)
                .filter(Double::isFinite)
                .sum();
    }

    @Override
    public void close() {
        streams.close(CLOSING);
    }
}
