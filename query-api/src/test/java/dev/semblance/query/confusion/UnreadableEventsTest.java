package dev.semblance.query.confusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.MatchDecision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not end the counting: such a record would come again, and end it again, for ever. */
class UnreadableEventsTest {
    private CountingRun run;

    @BeforeEach
    void start(@TempDir Path state) {
        run = new CountingRun(state);
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void shouldPutWhatItCannotReadWithTheDeadLetters() {
        run.match("a", "boot", 0.1f);
        byte[] broken = {(byte) 0xC3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        run.rawLabel("a", broken);
        run.rawLabel("a", " ".getBytes(StandardCharsets.UTF_8));
        run.rawMatch("b", broken);
        run.label("a", "boot");

        assertThat(run.counts(Window.ALL).matrix().counts())
                .isEqualTo(Map.of(new Cell("boot", Optional.of("boot")), 1L));
        List<TestRecord<byte[], byte[]>> letters = run.deadLetters();
        assertThat(letters).hasSize(3);
        assertThat(letters.getFirst().value()).isEqualTo(broken);
        assertThat(letters.getFirst().key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(header(letters.getFirst(), "reason")).isEqualTo("malformed-event");
        assertThat(header(letters.getFirst(), "source.topic")).isEqualTo("semblance.labels.v1");
        assertThat(header(letters.get(1), "source.offset")).isEqualTo("1");
        assertThat(header(letters.get(1), "detail")).contains("not blank");
        assertThat(header(letters.get(2), "source.topic")).isEqualTo("semblance.matches.v1");
    }

    /** Each of these would otherwise end the counting, and again whenever it is taken up. */
    @Test
    void shouldPutWhatItCannotCountWithTheDeadLetters() {
        run.match(run.decision("nan", "boot", Float.NaN).withActual("boot"));
        run.match(run.decision("far", "boot", Float.POSITIVE_INFINITY).withActual("boot"));
        run.match(at("first", ChronoUnit.MICROS.addTo(Instant.EPOCH, Long.MIN_VALUE)));
        run.match(at("early", Instant.EPOCH.minusMillis(1)));
        run.match(at("last", Instant.parse("9999-01-01T00:00:00Z")));
        run.match("a", "boot", 0.1f);

        assertThat(run.counts(Window.ALL).matches()).isEqualTo(1);
        assertThat(run.deadLetters())
                .extracting(letter -> header(letter, "detail"))
                .satisfiesExactly(
                        detail -> assertThat(detail).contains("finite distance, not at NaN"),
                        detail -> assertThat(detail).contains("finite distance, not at Infinity"),
                        detail -> assertThat(detail).contains("1970 to 9998, not at -29"),
                        detail -> assertThat(detail).contains("not at 1969-12-31T23:59:59.999Z"),
                        detail -> assertThat(detail).contains("not at 9999"));
    }

    private MatchDecision at(String queryId, Instant madeAt) {
        MatchDecision now = run.decision(queryId, "boot", 0.1f);
        return new MatchDecision(
                queryId,
                now.version(),
                1,
                1,
                now.cutpoint(),
                now.matcher(),
                1,
                now.match(),
                now.threshold(),
                now.neighbours(),
                Optional.of("boot"),
                madeAt);
    }

    @Test
    void shouldTakeARecordWithoutATimeForAsOldAsTheOneBeforeIt() {
        ConsumerRecord<String, String> without = new ConsumerRecord<>("labels", 0, 0, "key", "value");
        assertThat(without.timestamp()).isNegative();

        assertThat(ConfusionTopology.time(without, 17)).isEqualTo(17);
        assertThat(ConfusionTopology.time(without, -1)).isZero();
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader("semblance." + name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
