package dev.semblance.query.confusion;

import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.MatchDecision;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.LabelMessages;
import dev.semblance.query.confusion.Arrival.Labelled;
import dev.semblance.query.confusion.Arrival.Matched;
import dev.semblance.query.confusion.Arrival.Unreadable;
import dev.semblance.query.confusion.Reading.Identified;
import dev.semblance.schema.MalformedEventException;
import dev.semblance.schema.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * From matches and labels to counts:
 *
 * <pre>
 * matches ─▶ read-matches ─────────────────────────────┐
 * labels ──▶ read-labels ──▶ (labels-by-query) ────────┴▶ judge ──▶ (counted-by-series) ──▶ count
 *                 └──▶ dead letters, as for matches
 * </pre>
 *
 * <p>In brackets, topics of the application's own. Labels go through one because whoever sends them may use a client
 * that deals out keys to partitions in another way than ours, which would keep a label from ever meeting its match.
 */
final class ConfusionTopology {
    static final String BY_SERIES = "counted-by-series";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private ConfusionTopology() {}

    /**
     * Builds it.
     *
     * @param partitions of the topic of matches
     * @param tallies told what comes in
     * @param stores makes the store of a name
     */
    static Topology of(
            ConfusionSettings settings,
            int partitions,
            Tallies tallies,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(cached(stores.apply(Judging.MATCHES), Serdes.String(), BYTES));
        builder.addStateStore(cached(stores.apply(Judging.WAITING), Serdes.String(), BYTES));
        builder.addStateStore(cached(stores.apply(Judging.ENDS), Serdes.Bytes(), BYTES));
        builder.addStateStore(cached(stores.apply(Counting.COUNTS), Serdes.Bytes(), Serdes.Long()));
        builder.addStateStore(cached(stores.apply(Counting.EXAMPLES), Serdes.Bytes(), BYTES));

        KStream<String, Arrival> matches =
                read(builder, Topic.MATCHES, "matches", (key, value, timestamp) -> matched(value));
        KStream<String, Arrival> labels = read(builder, Topic.LABELS, "labels", ConfusionTopology::labelled)
                .repartition(Repartitioned.<String, Arrival>as("labels-by-query")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(labels())
                        .withNumberOfPartitions(partitions));
        matches.merge(labels, Named.as("matches-and-labels"))
                .process(
                        () -> new Judging(settings, tallies),
                        Named.as("judge"),
                        Judging.MATCHES,
                        Judging.WAITING,
                        Judging.ENDS)
                .repartition(Repartitioned.<String, Counted>as(BY_SERIES)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Counted.serde())
                        .withNumberOfPartitions(partitions))
                .process(() -> new Counting(settings), Named.as("count"), Counting.COUNTS, Counting.EXAMPLES);
        return builder.build();
    }

    private static KStream<String, Arrival> read(
            StreamsBuilder builder, Topic topic, String name, Reading.Decoder decoder) {
        Map<String, KStream<String, Arrival>> read = builder.stream(
                        topic.topicName(),
                        Consumed.with(BYTES, BYTES).withName(name).withTimestampExtractor(ConfusionTopology::time))
                .process(() -> new Reading(decoder), Named.as("read-" + name))
                .split(Named.as(name + "-"))
                .branch(
                        (key, arrival) -> arrival instanceof Unreadable,
                        Branched.withConsumer(unreadable -> deadLetters(unreadable, name), "unreadable"))
                .defaultBranch(Branched.as("readable"));
        return Objects.requireNonNull(read.get(name + "-readable"));
    }

    private static void deadLetters(KStream<String, Arrival> unreadable, String name) {
        unreadable
                .map((key, arrival) -> asItWas((Unreadable) arrival), Named.as(name + "-as-they-were"))
                .to(Topic.DEAD_LETTERS.topicName(), Produced.with(BYTES, BYTES).withName(name + "-dead-letters"));
    }

    private static KeyValue<byte[], byte[]> asItWas(Unreadable letter) {
        return KeyValue.pair(letter.key(), letter.value());
    }

    private static Identified matched(byte[] value) {
        MatchDecision decision = EventType.MATCH_MADE.decode(value);
        requireCountable(decision);
        return new Identified(decision.queryId(), new Matched(decision));
    }

    /** Past this point nothing may fail: the record would come again, and fail again, for ever. */
    private static void requireCountable(MatchDecision decision) {
        float distance = decision.match().map(Match::distance).orElse(0f);
        if (!Float.isFinite(distance)) {
            throw new MalformedEventException("a match is at a finite distance, not at " + distance);
        }
        Instant madeAt = decision.madeAt();
        if (madeAt.isBefore(Instant.EPOCH) || !madeAt.isBefore(END_OF_TIME)) {
            throw new MalformedEventException("a match is made in a year from 1970 to 9998, not at " + madeAt);
        }
    }

    /** A client may leave the time of a record out; Kafka Streams alone would end at it. */
    static long time(ConsumerRecord<?, ?> record, long newestBefore) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, newestBefore);
    }

    private static Identified labelled(byte @Nullable [] key, byte[] value, long timestamp) {
        Labelled label = new Labelled(LabelMessages.decode(key, value, Instant.ofEpochMilli(timestamp)));
        return new Identified(label.label().queryId(), label);
    }

    private static Serde<Arrival> labels() {
        return Serdes.serdeFrom(
                (topic, arrival) -> switch (arrival) {
                    case Labelled(var label) -> EventType.LABEL_CONFIRMED.encode(label);
                    case Matched matched -> throw new IllegalStateException("labels alone go this way");
                    case Unreadable unreadable -> throw new IllegalStateException("labels alone go this way");
                },
                (topic, bytes) -> new Labelled(EventType.LABEL_CONFIRMED.decode(bytes)));
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> cached(
            KeyValueBytesStoreSupplier store, Serde<K> keys, Serde<V> values) {
        // Cached: of the many changes of a count between two commits one is written.
        return Stores.keyValueStoreBuilder(store, keys, values).withCachingEnabled();
    }
}
