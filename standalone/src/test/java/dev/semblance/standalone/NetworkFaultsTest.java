package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.standalone.FaultyLink.Condition;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.testing.S3Server;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The indexer's network fails while changes come: its way to the broker, which producers and query nodes have another
 * to, and the way of all to the index store. After each fault the index is held against the topic.
 */
@TestInstance(Lifecycle.PER_CLASS)
class NetworkFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private FaultyLink toBroker;
    private FaultyLink toStore;
    private S3Server store;
    private SmallSystem system;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        int detour = freePort();
        toBroker = FaultyLink.to(detour);
        store = S3Server.start(folder.resolve("s3"));
        toStore = FaultyLink.to(URI.create(store.endpoint()).getPort());
        system = SmallSystem.startWith(
                new EmbeddedBroker.Detour(detour, toBroker.port()),
                folder,
                Map.of(
                        "train.seconds",
                        "1",
                        "train.max-images",
                        "500",
                        "store.index",
                        "s3://" + S3Server.BUCKET + "/index",
                        "store.s3.endpoint",
                        "http://127.0.0.1:" + toStore.port()));
        system.publish(1);
        system.startIndexer(Map.of("kafka.bootstrap", "localhost:" + toBroker.port()));
        system.produce(system.splits().stream());
        await().atMost(PATIENCE).until(() -> system.client().status().live().isPresent());
    }

    @AfterAll
    void stop() throws Exception {
        system.close();
        toBroker.close();
        toStore.close();
        store.close();
    }

    @AfterEach
    void heal() {
        toBroker.set(Condition.WHOLE);
        toStore.set(Condition.WHOLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"CUT", "SILENT"})
    void shouldCatchUpOnceTheIndexerReachesTheBrokerAgain(Condition fault) throws Exception {
        try (ChangeStream changes = ChangeStream.start(system, fault.name().hashCode())) {
            awaitIndexed(put("before-" + fault));
            toBroker.set(fault);
            ImageProducer.Position during = put("during-" + fault);
            await().atMost(PATIENCE).during(Duration.ofSeconds(3)).until(() -> answers() && !system.isIndexed(during));
            toBroker.set(Condition.WHOLE);

            awaitIndexed(during);
            awaitIndexed(changes.end());
        }
        system.verify();
    }

    @Test
    void shouldKeepUpWithAStoreThatIsSlow() throws Exception {
        try (ChangeStream changes = ChangeStream.start(system, 7)) {
            awaitIndexed(put("before-the-store-was-slow"));
            toStore.set(Condition.SLOW);
            awaitIndexed(put("while-the-store-was-slow"));
            assertThat(answers()).isTrue();
            awaitIndexed(put("while-the-store-was-slow-still"));
            List<ImageProducer.Position> all = changes.end();
            toStore.set(Condition.WHOLE);
            awaitIndexed(all);
        }
        system.verify();
    }

    private ImageProducer.Position put(String id) throws Exception {
        return SmallSystem.await(system.put(id, image(), "some label"));
    }

    private boolean answers() throws Exception {
        return !system.client().lookup(image(), "image/png", 1).neighbours().isEmpty();
    }

    private byte[] image() {
        return system.splits().test().images().getFirst().encoded();
    }

    private void awaitIndexed(ImageProducer.Position position) {
        awaitIndexed(List.of(position));
    }

    private void awaitIndexed(List<ImageProducer.Position> positions) {
        await().atMost(PATIENCE).until(() -> system.areIndexed(positions));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
