package dev.semblance.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.messaging.KafkaClients;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCheckTest {
    @Test
    void shouldFindWhatIsLostAndWhatIsThereTwice(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder, 2);
                KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(broker.bootstrap())) {
            Sent first = send(producer, 0, 1);
            Sent second = send(producer, 0, 2);
            Sent other = send(producer, 1, 3);

            assertThat(TopicCheck.of(broker.bootstrap(), 2, List.of(first, second, other)))
                    .isEqualTo(new TopicCheck(0, 0));

            Sent elsewhere = new Sent(3, new Sent.Place(0, 1));
            Sent nowhere = new Sent(4, new Sent.Place(1, 7));
            send(producer, 1, 2);

            assertThat(TopicCheck.of(broker.bootstrap(), 2, List.of(first, second, elsewhere, nowhere)))
                    .isEqualTo(new TopicCheck(2, 1));
        }
    }

    private static Sent send(KafkaProducer<byte[], byte[]> producer, int partition, long number) throws Exception {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(Topic.IMAGES.topicName(), partition, new byte[] {1}, new byte[] {2});
        message.headers().add(Load.NUMBER, Long.toString(number).getBytes(StandardCharsets.UTF_8));
        return new Sent(
                number, new Sent.Place(partition, producer.send(message).get().offset()));
    }
}
