package dev.semblance.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.matching.ConfirmedLabel;
import dev.semblance.core.model.Rollout;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final ConfirmedLabel LABEL = new ConfirmedLabel("query-1", "boot", Optional.empty(), Instant.EPOCH);

    @TempDir
    private Path folder;

    @Test
    void shouldServeWhatLayInItsFolderWhenItIsStartedAgain() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder, 3);
                EventSender sender = new EventSender(broker.bootstrap())) {
            sender.send(EventType.ROLLOUT_CHANGED, rollout("first"));
            sender.send(EventType.ROLLOUT_CHANGED, rollout("second"));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder, 1);
                Topics topics = new Topics(broker.bootstrap())) {
            assertThat(reasons(broker)).containsExactly("first", "second");
            assertThat(topics.partitions(Topic.IMAGES))
                    .as("made at the first start")
                    .isEqualTo(3);
            assertThat(topics.nextRecordOffsets(Topic.ROLLOUTS)).containsEntry(0, 2L);
        }
    }

    @Test
    void shouldHandOnTheEventsBehindOneThatAHandlerFailsAt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder, 1);
                EventSender sender = new EventSender(broker.bootstrap())) {
            for (String reason : List.of("one", "poison", "three")) {
                sender.send(EventType.ROLLOUT_CHANGED, rollout(reason));
            }

            assertThat(reasons(broker)).containsExactly("one", "three");
        }
    }

    @Test
    void shouldHaveSentAllWhenItSaysSo() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder, 1);
                EventSender sender = new EventSender(broker.bootstrap())) {
            List<Rollout> many = IntStream.range(0, 500)
                    .mapToObj(i -> rollout("reason " + i))
                    .toList();
            sender.sendAll(EventType.ROLLOUT_CHANGED, many);
            sender.sendAll(EventType.ROLLOUT_CHANGED, List.of());

            assertThat(reasons(broker))
                    .containsExactlyElementsOf(
                            many.stream().map(Rollout::reason).toList());
        }
    }

    @Test
    void shouldSayThatNotAllCouldBeSent() {
        String nobody = "127.0.0.1:9";
        try (EventSender sender = new EventSender(nobody, Duration.ofMillis(200))) {
            assertThatExceptionOfType(KafkaException.class)
                    .isThrownBy(() -> sender.sendAll(EventType.ROLLOUT_CHANGED, List.of(rollout("lost"))));
        }
    }

    @Test
    void shouldWaitUntilAnEventIsHandledAndNoLonger() throws Exception {
        CountDownLatch mayHandle = new CountDownLatch(1);
        List<String> handled = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder, 1);
                EventSender sender = new EventSender(broker.bootstrap());
                EventFollower follower = EventFollower.builder()
                        .on(EventType.ROLLOUT_CHANGED, rollout -> {
                            awaitUnchecked(mayHandle);
                            handled.add(rollout.reason());
                        })
                        .start("test", broker.bootstrap())) {
            RecordMetadata first = sender.send(EventType.ROLLOUT_CHANGED, rollout("first"));
            assertThat(follower.awaitHandled(first, Duration.ofMillis(300)))
                    .as("the handler is still at it")
                    .isFalse();

            mayHandle.countDown();
            RecordMetadata second = sender.send(EventType.ROLLOUT_CHANGED, rollout("second"));
            assertThat(follower.awaitHandled(second, Duration.ofSeconds(30))).isTrue();
            assertThat(handled).containsExactly("first", "second");
            assertThat(follower.awaitHandled(first, Duration.ZERO)).isTrue();
            RecordMetadata elsewhere = sender.send(EventType.LABEL_CONFIRMED, LABEL);
            assertThat(follower.awaitHandled(elsewhere, Duration.ofMillis(300)))
                    .as("of a topic that is not followed")
                    .isFalse();
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> reasons(EmbeddedBroker broker) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        try (EventFollower follower = EventFollower.builder()
                .on(EventType.ROLLOUT_CHANGED, rollout -> {
                    if (rollout.reason().equals("poison")) {
                        throw new IllegalStateException("a handler's fault");
                    }
                    reasons.add(rollout.reason());
                })
                .start("test", broker.bootstrap())) {
            assertThat(follower.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
        }
        return reasons;
    }

    private static Rollout rollout(String reason) {
        return new Rollout(
                "fashion", Optional.empty(), Optional.empty(), Optional.empty(), reason, "test", Instant.EPOCH);
    }
}
