package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.schema.SingleObjectCodec;
import dev.semblance.schema.avro.GivenEmbedding;
import dev.semblance.schema.avro.ImageEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageMessagesTest {
    private static final byte[] PNG = PngEncoder.encode(new Pixels(2, 1, 1, new byte[] {0, 100}));

    @Test
    void shouldGiveBackAnEventWithEverything() throws BadImageException {
        Instant capturedAt = Instant.parse("2026-01-02T03:04:05.123456Z");
        ImageRecord sent = new ImageRecord(
                PNG, Optional.of("Größe 42"), Map.of("colour", "red", "鞋", ""), Optional.of(capturedAt));

        ImageRecord read = ImageMessages.decode(ImageMessages.encode(sent), new RecordHeaders());

        assertThat(read.image()).isEqualTo(PNG);
        assertThat(read.label()).contains("Größe 42");
        assertThat(read.attributes()).containsOnly(Map.entry("colour", "red"), Map.entry("鞋", ""));
        assertThat(read.capturedAt()).contains(capturedAt);
    }

    @Test
    void shouldGiveBackAnEmbeddingScaledToLengthOne() throws BadImageException {
        ImageRecord read =
                ImageMessages.decode(event(given("shoes", "7", floats(3, 0, -4)), new byte[0]), new RecordHeaders());

        assertThat(read.hasImage()).isFalse();
        assertThat(read.embedding())
                .contains(new ImageRecord.GivenEmbedding(new ModelVersion("shoes", "7"), Embedding.of(0.6f, 0, -0.8f)));
        assertThat(ImageMessages.decode(ImageMessages.encode(read), new RecordHeaders())
                        .embedding())
                .isEqualTo(read.embedding());
    }

    @ParameterizedTest
    @MethodSource("badEmbeddings")
    void shouldRefuseAnEmbeddingThatIsNone(GivenEmbedding embedding, String why) {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> ImageMessages.decode(event(embedding, PNG), new RecordHeaders()))
                .withMessageContaining(why)
                .extracting(BadImageException::reason)
                .isEqualTo(Reason.BAD_EMBEDDING);
    }

    static List<Arguments> badEmbeddings() {
        return List.of(
                Arguments.of(given("shoes", "7", new byte[] {1, 2, 3}), "whole number of float32"),
                Arguments.of(given("shoes", "7", new byte[0]), "length 0"),
                Arguments.of(given("shoes", "7", floats(0, 0)), "length 0"),
                Arguments.of(given("shoes", "7", floats(1, Float.NaN)), "finite"),
                Arguments.of(given("shoes", "../7", floats(1, 0)), "'../7'"));
    }

    /** The marker, the fingerprint of version 1 of the schema, and its four fields. */
    @Test
    void shouldReadTheEventsOfTheFirstRelease() throws Exception {
        Schema first = new Schema.Parser()
                .parse(Path.of("../schemas/src/compat/ImageEvent.v1.avsc").toFile());
        byte[] written = ByteBuffer.allocate(10 + 3 + 6 + 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xC3, 1})
                .putLong(SchemaNormalization.parsingFingerprint64(first))
                .put(new byte[] {4, 7, 8}) // 2 bytes
                .put(new byte[] {2, 8, 'b', 'o', 'o', 't'}) // not null, 4 characters
                .put(new byte[] {0, 0}) // no attributes, no time
                .array();

        ImageRecord read = ImageMessages.decode(written, new RecordHeaders());

        assertThat(read.image()).containsExactly(7, 8);
        assertThat(read.label()).contains("boot");
        assertThat(read.embedding()).isEmpty();
    }

    private static byte[] event(GivenEmbedding embedding, byte[] image) {
        return new SingleObjectCodec<ImageEvent>(ImageEvent.getClassSchema())
                .encode(ImageEvent.newBuilder()
                        .setImage(ByteBuffer.wrap(image))
                        .setEmbedding(embedding)
                        .build());
    }

    private static GivenEmbedding given(String model, String version, byte[] values) {
        return new GivenEmbedding(model, version, ByteBuffer.wrap(values));
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    @Test
    void shouldGiveBackAnEventWithNothingButAnImage() throws BadImageException {
        ImageRecord read = ImageMessages.decode(
                ImageMessages.encode(ImageRecord.of(PNG, Optional.empty())), headers("label", "not this one"));

        assertThat(read.image()).isEqualTo(PNG);
        assertThat(read.label()).isEmpty();
        assertThat(read.attributes()).isEmpty();
        assertThat(read.capturedAt()).isEmpty();
    }

    @Test
    void shouldTakeTheLabelAndTheAttributesOfAPlainFileFromItsHeaders() throws BadImageException {
        Headers headers =
                headers("label", "Schuh ß").add("attr.colour", utf8("red")).add("trace-id", utf8("7"));

        ImageRecord read = ImageMessages.decode(PNG, headers);

        assertThat(read.image()).isEqualTo(PNG);
        assertThat(read.label()).contains("Schuh ß");
        assertThat(read.attributes()).containsOnly(Map.entry("colour", "red"));
        assertThat(read.capturedAt()).isEmpty();
    }

    @Test
    void shouldLetTheLastOfSeveralHeadersOfOneNameHold() throws BadImageException {
        assertThat(ImageMessages.decode(PNG, headers("label", "first").add("label", utf8("last")))
                        .label())
                .contains("last");
    }

    @Test
    void shouldPassOverAHeaderWithoutValue() throws BadImageException {
        Headers headers = new RecordHeaders().add("label", null).add("attr.colour", null);

        ImageRecord read = ImageMessages.decode(PNG, headers);

        assertThat(read.label()).isEmpty();
        assertThat(read.attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff\u00d8\u00ff\u00e0 jpeg", "GIF89a", "BM bitmap"})
    void shouldTakeAFileByItsFirstBytes(String start) throws BadImageException {
        byte[] file = start.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ImageMessages.decode(file, new RecordHeaders()).image()).isEqualTo(file);
    }

    @Test
    void shouldRefuseAnEmptyValue() {
        assertRefused(new byte[0], Reason.EMPTY, "the record is empty (0 bytes); a delete has a null value");
    }

    @Test
    void shouldRefuseWhatIsNeitherAnEventNorAnImage() {
        assertRefused(
                utf8("hello"),
                Reason.UNKNOWN_FORMAT,
                "the record is neither an ImageEvent nor a PNG, JPEG, GIF or BMP file");
    }

    @Test
    void shouldRefuseAnEventThatIsCutShortAnywhere() {
        byte[] whole = ImageMessages.encode(ImageRecord.of(PNG, Optional.of("boot")));

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(BadImageException.class)
                    .as("the first %d bytes", length)
                    .isThrownBy(() -> ImageMessages.decode(cut, new RecordHeaders()))
                    .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.UNKNOWN_FORMAT));
        }
    }

    @Test
    void shouldRefuseAnEventOfAnotherSchema() {
        byte[] other = ImageMessages.encode(ImageRecord.of(PNG, Optional.empty()));
        other[2] ^= 1;

        assertRefused(
                other,
                Reason.UNKNOWN_FORMAT,
                "not an ImageEvent: the record was written with a schema that this release does not know");
    }

    private static void assertRefused(byte[] value, Reason reason, String message) {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> ImageMessages.decode(value, new RecordHeaders()))
                .withMessage(message)
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    private static Headers headers(String name, String value) {
        return new RecordHeaders().add(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
