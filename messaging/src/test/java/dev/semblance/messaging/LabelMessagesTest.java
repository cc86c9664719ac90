package dev.semblance.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.schema.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelMessagesTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ConfirmedLabel LABEL =
            new ConfirmedLabel("query-1", "Größe 42", Optional.of("returns desk"), Instant.EPOCH);

    @Test
    void shouldReadTheEventOfTheContract() {
        byte[] event = EventType.LABEL_CONFIRMED.encode(LABEL);

        assertThat(LabelMessages.decode(utf8("query-1"), event, AT)).isEqualTo(LABEL);
    }

    @Test
    void shouldReadABareLabelUnderItsQueryId() {
        assertThat(LabelMessages.decode(utf8("Anfrage ü"), utf8(" Größe 42\r\n"), AT))
                .isEqualTo(new ConfirmedLabel("Anfrage ü", "Größe 42", Optional.empty(), AT));
    }

    /** Labels go to the match by their key: under another one they would not find it. */
    @Test
    void shouldRefuseAnEventUnderTheKeyOfAnotherQuery() {
        byte[] event = EventType.LABEL_CONFIRMED.encode(LABEL);

        assertRefused(utf8("query-2"), event, "the key is not the query id 'query-1'");
        assertRefused(null, event, "the key is not the query id 'query-1'");
    }

    @Test
    void shouldRefuseWhatIsNoLabel() {
        assertRefused(null, utf8("boot"), "no key");
        assertRefused(utf8(""), utf8("boot"), "names its query");
        assertRefused(utf8("query-1"), utf8(" \n"), "not blank");
        assertRefused(utf8("query-1"), utf8("x".repeat(201)), "1 to 200 characters");
        assertRefused(utf8("query-1"), new byte[] {'a', (byte) 0xC3}, "neither an event nor UTF-8");
        assertRefused(new byte[] {(byte) 0xFF}, utf8("boot"), "neither an event nor UTF-8");
    }

    @Test
    void shouldTakeTheLongestLabel() {
        String longest = "ü".repeat(200);

        assertThat(LabelMessages.decode(utf8("query-1"), utf8(longest), AT).label())
                .isEqualTo(longest);
    }

    @Test
    void shouldRefuseAnEventThatIsCutShort() {
        byte[] event = EventType.LABEL_CONFIRMED.encode(LABEL);
        byte[] cut = Arrays.copyOf(event, event.length - 1);

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> LabelMessages.decode(utf8("query-1"), cut, AT));
    }

    private static void assertRefused(byte @Nullable [] key, byte[] value, String why) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> LabelMessages.decode(key, value, AT))
                .withMessageContaining(why);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
