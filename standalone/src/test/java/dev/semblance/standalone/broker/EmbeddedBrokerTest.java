package dev.semblance.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
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
