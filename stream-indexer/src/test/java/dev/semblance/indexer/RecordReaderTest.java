package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.indexer.RecordReader.Content;
import dev.semblance.messaging.ImageMessages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static final byte[] PNG = SmallNetwork.png(200);
    private static final String LONGEST = "x".repeat(2_048);
    private static final String TOO_LONG = "x".repeat(2_047) + "ß"; // 2,048 letters, 2,049 bytes

    private final RecordReader reader = new RecordReader(new ImageDecoder(new ImageLimits(10_000, 64)));

    @Test
    void shouldReadAPlainFileWithItsHeaders() throws BadImageException {
        SourceRecord record = Records.record(
                0, Records.utf8("größe"), PNG, List.of(Records.header("label", "boot"), Records.header("attr.a", "b")));

        assertThat(reader.read(record)).isInstanceOfSatisfying(Content.Image.class, image -> {
            assertThat(image.id()).isEqualTo("größe");
            assertThat(image.image().label()).contains("boot");
            assertThat(image.image().attributes()).containsOnly(Map.entry("a", "b"));
            assertThatCode(() -> assertThat(reader.pixels(image)).isEqualTo(SmallNetwork.image(200)))
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void shouldReadAnEvent() throws BadImageException {
        byte[] event = ImageMessages.encode(ImageRecord.of(PNG, Optional.of("boot")));

        assertThat(reader.read(Records.record(0, "one", event)))
                .isInstanceOfSatisfying(
                        Content.Image.class,
                        image -> assertThat(image.image().label()).contains("boot"));
    }

    @Test
    void shouldReadANullValueAsADelete() throws BadImageException {
        assertThat(reader.read(Records.record(0, "one", null))).isEqualTo(new Content.Delete("one"));
    }

    @Test
    void shouldTakeTheLongestTexts() throws BadImageException {
        SourceRecord record = Records.record(0, LONGEST, event(LONGEST, Map.of(LONGEST, LONGEST)));

        assertThat(reader.read(record)).isInstanceOf(Content.Image.class);
    }

    @Test
    void shouldRefuseARecordWithoutKey() {
        assertRefused(Reason.BAD_ID, "no key", Records.record(0, (byte[]) null, PNG, List.of()));
        assertRefused(Reason.BAD_ID, "no key", Records.record(0, "", PNG));
    }

    @Test
    void shouldRefuseADeleteWithoutKey() {
        assertRefused(Reason.BAD_ID, "no key", Records.record(0, "", null));
    }

    @Test
    void shouldRefuseAnIdThatIsTooLong() {
        assertRefused(Reason.BAD_ID, "has 2049 bytes, more than 2048", Records.record(0, TOO_LONG, PNG));
    }

    @Test
    void shouldRefuseAnIdThatIsNoText() {
        assertRefused(Reason.BAD_ID, "no UTF-8", Records.record(0, new byte[] {'a', (byte) 0xFF, 'b'}, PNG, List.of()));
    }

    @Test
    void shouldRefuseAnEmptyValue() {
        assertRefused(Reason.EMPTY, "0 bytes", Records.record(0, "one", new byte[0]));
    }

    @Test
    void shouldRefuseAnEventWithAnEmptyImage() {
        byte[] event = ImageMessages.encode(ImageRecord.of(new byte[0], Optional.empty()));

        assertRefused(Reason.EMPTY, "0 bytes", Records.record(0, "one", event));
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        assertRefused(Reason.UNKNOWN_FORMAT, "neither", Records.record(0, "one", Records.utf8("hello")));
        assertRefused(
                Reason.UNKNOWN_FORMAT,
                "not a PNG",
                Records.record(
                        0, "one", ImageMessages.encode(ImageRecord.of(Records.utf8("hello"), Optional.empty()))));
    }

    @Test
    void shouldRefuseATornImage() {
        assertRefused(
                Reason.UNDECODABLE, "cut short after", Records.record(0, "one", Arrays.copyOf(PNG, PNG.length / 2)));
    }

    @Test
    void shouldRefuseTooManyBytes() {
        assertRefused(Reason.TOO_MANY_BYTES, "more than the limit of 10000", Records.record(0, "one", padded(10_001)));
    }

    @Test
    void shouldRefuseTooManyPixels() throws BadImageException {
        RecordReader strict = new RecordReader(new ImageDecoder(new ImageLimits(10_000, 63)));

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> readToTheEnd(strict, Records.record(0, "one", PNG)))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
    }

    @Test
    void shouldRefuseALabelThatIsTooLong() {
        assertRefused(
                Reason.BAD_ATTRIBUTES, "the label has 2049 bytes", Records.record(0, "one", event(TOO_LONG, Map.of())));
    }

    @Test
    void shouldRefuseAttributesThatAreTooLong() {
        assertRefused(
                Reason.BAD_ATTRIBUTES,
                "the attribute colour has 2049 bytes",
                Records.record(0, "one", event("boot", Map.of("colour", TOO_LONG))));
        assertRefused(
                Reason.BAD_ATTRIBUTES,
                "the name of an attribute has 2049 bytes",
                Records.record(0, "one", event("boot", Map.of(TOO_LONG, "red"))));
    }

    @Test
    void shouldRefuseTooManyAttributes() throws BadImageException {
        assertThat(reader.read(Records.record(0, "one", event("boot", attributes(64)))))
                .isInstanceOf(Content.Image.class);
        assertRefused(
                Reason.BAD_ATTRIBUTES,
                "65 attributes, more than 64",
                Records.record(0, "one", event("boot", attributes(65))));
    }

    private void assertRefused(Reason reason, String message, SourceRecord record) {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> readToTheEnd(reader, record))
                .withMessageContaining(message)
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    private static void readToTheEnd(RecordReader reader, SourceRecord record) throws BadImageException {
        if (reader.read(record) instanceof Content.Image image) {
            reader.pixels(image);
        }
    }

    private static byte[] event(String label, Map<String, String> attributes) {
        return ImageMessages.encode(new ImageRecord(PNG, Optional.of(label), attributes, Optional.empty()));
    }

    private static Map<String, String> attributes(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "name" + i, i -> "value"));
    }

    private static byte[] padded(int bytes) {
        return Arrays.copyOf(PNG, bytes);
    }
}
