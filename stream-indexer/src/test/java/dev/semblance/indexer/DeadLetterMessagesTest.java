package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.model.ModelVersion;
import dev.semblance.messaging.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class DeadLetterMessagesTest {
    private final DeadLetterMessages messages = new DeadLetterMessages(new ModelVersion("fashion", "7"));

    @Test
    void shouldSendTheRecordAsItWasAndSayWhyAndFromWhere() {
        SourceRecord record = Records.record(
                12, Records.utf8("one"), Records.utf8("hello"), List.of(Records.header("label", "größe")));

        ProducerRecord<byte[], byte[]> sent = send(new DeadLetter(record, "unknown-format", "no image"));

        assertThat(sent.topic()).isEqualTo("semblance.dead-letters.v1");
        assertThat(sent.key()).isEqualTo(Records.utf8("one"));
        assertThat(sent.value()).isEqualTo(Records.utf8("hello"));
        assertThat(headers(sent))
                .containsExactly(
                        "label=größe",
                        "semblance.reason=unknown-format",
                        "semblance.detail=no image",
                        "semblance.source.topic=images",
                        "semblance.source.partition=3",
                        "semblance.source.offset=12",
                        "semblance.source.timestamp=1012",
                        "semblance.model.version=fashion/7");
    }

    @Test
    void shouldSendARecordWithoutKeyAndValue() {
        ProducerRecord<byte[], byte[]> sent =
                send(new DeadLetter(Records.record(12, (byte[]) null, null, List.of()), "bad-id", "no key"));

        assertThat(sent.key()).isNull();
        assertThat(sent.value()).isNull();
    }

    /** Else the topic, which keeps records for a time, would drop the letter of an old record at once. */
    @Test
    void shouldGiveALetterTheTimeOfItsMaking() {
        assertThat(send(new DeadLetter(Records.record(12, "one", null), "bad-id", "no key"))
                        .timestamp())
                .isNull();
    }

    @Test
    void shouldSendARecordWithoutTime() {
        SourceRecord record = new SourceRecord("images", 0, 1, -1, null, null, List.of());

        assertThat(headers(send(new DeadLetter(record, "bad-id", "no key")))).contains("semblance.source.timestamp=-1");
    }

    /** Compressed, it fits the image topic; uncompressed, no producer of ours could send it, again at each restart. */
    @Test
    void shouldLeaveOutARecordThatIsTooLargeToBeSent() {
        byte[] value = new byte[KafkaClients.MAX_DEAD_LETTER_BYTES];
        SourceRecord record = Records.record(12, Records.utf8("one"), value, List.of(Records.header("label", "boot")));

        ProducerRecord<byte[], byte[]> sent = send(new DeadLetter(record, "too-many-bytes", "too many"));

        assertThat(sent.key()).isNull();
        assertThat(sent.value()).isNull();
        assertThat(headers(sent))
                .contains(
                        "semblance.reason=too-many-bytes",
                        "semblance.source.offset=12",
                        "semblance.left-out.bytes=" + (3 + value.length + 5 + 4))
                .doesNotContain("label=boot");
    }

    private ProducerRecord<byte[], byte[]> send(DeadLetter letter) {
        return messages.serialize(letter, new NoContext(), 0L);
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> sent) {
        return List.of(sent.headers().toArray()).stream()
                .map(DeadLetterMessagesTest::shown)
                .toList();
    }

    private static String shown(Header header) {
        return header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8);
    }

    private static final class NoContext implements KafkaSinkContext {
        @Override
        public int getParallelInstanceId() {
            return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0};
        }
    }
}
