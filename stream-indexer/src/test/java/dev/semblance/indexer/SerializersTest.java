package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Thumbnail;
import dev.semblance.core.index.IndexCommit;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.core.index.ShardCommit;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerializersTest {
    /** More than {@code DataOutput.writeUTF} takes. */
    private static final String LONG = "ß".repeat(70_000);
    /** As long as the reader lets it be, and longest in Java's modified UTF-8. */
    private static final String LONGEST_LABEL = "\0".repeat(2_048);

    static Stream<ShardChange> changes() {
        Embedding embedding = Embedding.of(0.6f, 0, -0.8f);
        return Stream.of(
                new ShardChange.Put(
                        1,
                        2,
                        3,
                        new IndexedImage("鞋/ß\uD83D\uDC5F", embedding, Optional.of("boot"), Map.of()),
                        Optional.of(Thumbnail.of(SmallNetwork.png(9)))),
                new ShardChange.Put(
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        -1,
                        new IndexedImage(
                                "id",
                                embedding,
                                Optional.of(LONGEST_LABEL),
                                Map.of("colour", "red", LONGEST_LABEL, LONGEST_LABEL)),
                        Optional.empty()),
                new ShardChange.Put(
                        0, 0, 0, new IndexedImage("", embedding, Optional.empty(), Map.of("", "")), Optional.empty()),
                new ShardChange.Put(
                        0, 0, 0, new IndexedImage("", embedding, Optional.of(""), Map.of()), Optional.empty()),
                new ShardChange.Delete(4, 5, 6, "größe"),
                new ShardChange.Skip(7, 8, 9));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldGiveBackEveryKindOfChange(ShardChange change) throws IOException {
        assertThat(roundTrip(new ShardChangeSerializer(), change)).isEqualTo(change);
    }

    @Test
    void shouldRefuseAnUnknownKindOfChange() throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        new ShardChangeSerializer().serialize(new ShardChange.Skip(0, 0, 0), bytes);
        byte[] damaged = bytes.getCopyOfBuffer();
        damaged[0] = 9;

        assertThatIOException()
                .isThrownBy(() -> new ShardChangeSerializer().deserialize(new DataInputDeserializer(damaged)))
                .withMessage("unknown kind of change: 9");
    }

    @Test
    void shouldGiveBackARecord() throws IOException {
        SourceRecord record = Records.record(
                7,
                Records.utf8("größe"),
                new byte[] {0, -1, 2},
                List.of(Records.header("label", "boot"), new SourceRecord.Header("empty", null)));

        assertSame(roundTrip(new SourceRecordSerializer(), record), record);
    }

    @Test
    void shouldGiveBackARecordWithoutKeyAndValue() throws IOException {
        SourceRecord record = Records.record(7, (byte[]) null, null, List.of());

        assertSame(roundTrip(new SourceRecordSerializer(), record), record);
    }

    @Test
    void shouldTellAnEmptyValueFromNone() throws IOException {
        assertThat(roundTrip(new SourceRecordSerializer(), Records.record(7, "id", new byte[0]))
                        .value())
                .isEmpty();
    }

    @Test
    void shouldGiveBackARecordWhoseHeaderHasALongerNameThanJavasOwnFormatTakes() throws IOException {
        SourceRecord record =
                Records.record(7, Records.utf8("id"), new byte[] {1}, List.of(Records.header(LONG, "value")));

        assertSame(roundTrip(new SourceRecordSerializer(), record), record);
    }

    @Test
    void shouldGiveBackADeadLetterHoweverMuchThereIsToSay() throws IOException {
        DeadLetter letter = new DeadLetter(Records.record(7, "id", null), "undecodable", LONG);

        DeadLetter read = roundTrip(new DeadLetterSerializer(), letter);

        assertSame(read.record(), letter.record());
        assertThat(read.reason()).isEqualTo("undecodable");
        assertThat(read.detail()).isEqualTo(LONG);
    }

    @Test
    void shouldGiveBackACommit() throws IOException {
        ShardCommit shard = new ShardCommit(3, "key", Sha256.of(new byte[0]), 4, 5, Instant.ofEpochMilli(6));
        IndexCommit commit = new IndexCommit(
                new ModelVersion("fashion", "1"), 1, 2, "attempt", Instant.ofEpochMilli(7), List.of(shard));

        assertThat(roundTrip(new IndexCommitSerializer(), commit)).isEqualTo(commit);
    }

    @Test
    void shouldCopyWhatIsWritten() throws IOException {
        ShardChangeSerializer serializer = new ShardChangeSerializer();
        ShardChange change = new ShardChange.Delete(4, 5, 6, "größe");
        DataOutputSerializer first = new DataOutputSerializer(64);
        serializer.serialize(change, first);
        DataOutputSerializer second = new DataOutputSerializer(64);

        serializer.copy(new DataInputDeserializer(first.getCopyOfBuffer()), second);

        assertThat(second.getCopyOfBuffer()).isEqualTo(first.getCopyOfBuffer());
    }

    static Stream<TypeSerializer<?>> serializers() {
        return Stream.of(
                new ShardChangeSerializer(),
                new SourceRecordSerializer(),
                new DeadLetterSerializer(),
                new IndexCommitSerializer());
    }

    /** Flink makes a serialiser from its snapshot in a checkpoint. */
    @ParameterizedTest
    @MethodSource("serializers")
    void shouldBeMadeAgainFromItsSnapshot(TypeSerializer<?> serializer) {
        assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
    }

    private static void assertSame(SourceRecord actual, SourceRecord expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        serializer.serialize(value, bytes);
        DataInputDeserializer source = new DataInputDeserializer(bytes.getCopyOfBuffer());
        T read = serializer.deserialize(source);
        assertThat(source.available()).as("bytes left over").isZero();
        return read;
    }
}
