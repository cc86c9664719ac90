package dev.semblance.query.confusion;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.matching.MatchDecision.MatchedNeighbour;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.EventType;
import dev.semblance.schema.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topology on Kafka's test driver, with a clock of its own that begins at {@link #START}. Its stores are in memory,
 * which are in the same order as those on disk and quicker to open.
 */
final class CountingRun implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    static final Series OPTIMAL = new Series(VERSION, Optional.of(new CutpointName("default", "optimal")));
    static final Window FIVE_MINUTES = new Window(Duration.ofMinutes(5));
    static final Window HOUR = new Window(Duration.ofHours(1));
    static final ConfusionSettings SETTINGS =
            new ConfusionSettings(List.of(FIVE_MINUTES, HOUR), Duration.ofHours(6), Duration.ofMinutes(30), 3);

    private final Tallies tallies = new Tallies();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> matches;
    private final TestInputTopic<byte[], byte[]> labels;
    private Instant now = START;

    CountingRun(Path state) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                ConfusionTopology.of(SETTINGS, 1, tallies, Stores::inMemoryKeyValueStore), properties, START);
        matches = topic(Topic.MATCHES);
        labels = topic(Topic.LABELS);
    }

    private TestInputTopic<byte[], byte[]> topic(Topic topic) {
        return driver.createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** A decision of now that took the query for its nearest label where that is within 0.5. */
    MatchDecision decision(String queryId, String nearest, float distance) {
        return new MatchDecision(
                queryId,
                VERSION,
                1,
                1,
                OPTIMAL.cutpoint(),
                Matcher.NEAREST,
                1,
                Optional.of(new Match(nearest, distance)),
                Optional.of(0.5f),
                List.of(new MatchedNeighbour("of-" + queryId, nearest, distance)),
                Optional.empty(),
                now);
    }

    void match(MatchDecision decision) {
        raw(matches, decision.queryId(), EventType.MATCH_MADE.encode(decision));
    }

    void match(String queryId, String nearest, float distance) {
        match(decision(queryId, nearest, distance));
    }

    void label(String queryId, String label) {
        ConfirmedLabel confirmed = new ConfirmedLabel(queryId, label, Optional.of("test"), now);
        raw(labels, queryId, EventType.LABEL_CONFIRMED.encode(confirmed));
    }

    void rawLabel(String key, byte[] value) {
        raw(labels, key, value);
    }

    void rawMatch(String key, byte[] value) {
        raw(matches, key, value);
    }

    private void raw(TestInputTopic<byte[], byte[]> topic, String key, byte[] value) {
        topic.pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, now));
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(
                        Topic.DEAD_LETTERS.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    WindowCounts counts(Window window) {
        return counts(OPTIMAL, window, now);
    }

    WindowCounts counts(Series series, Window window, Instant at) {
        return CountReader.read(countStore(), series, window, at);
    }

    KeyValueStore<Bytes, Long> countStore() {
        return driver.getKeyValueStore(Counting.COUNTS);
    }

    KeyValueStore<Bytes, byte[]> exampleStore() {
        return driver.getKeyValueStore(Counting.EXAMPLES);
    }

    <K, V> KeyValueStore<K, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    long tally(Tally tally) {
        return tallies.of(tally);
    }

    @Override
    public void close() {
        driver.close();
    }
}
