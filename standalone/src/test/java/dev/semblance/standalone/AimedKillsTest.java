package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.messaging.EventType;
import dev.semblance.schema.Topic;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.testing.S3Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The indexer, in a JVM of its own, is killed with SIGKILL at the moments that are the worst: what it has just sent to
 * the store or the broker tells that it is at one, and does not arrive any more. Another goes on after it, and the
 * index is held against the topic.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AimedKillsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** The last file of a merged segment, in which Lucene says where the segment comes from. */
    private static final String MERGED_SEGMENT = "(?s)PUT \\S+\\.si HTTP.*\\x06source\\x05merge";

    private static final String LUCENE_COMMIT = "PUT \\S+-segments_\\w+ HTTP";
    private static final String MANIFEST = "PUT \\S+-manifest-\\d+\\.json HTTP";
    /** Kafka's EndTxn, request 26, of the sink that announces: producer id, epoch, and true for "commit". */
    private static final String ANNOUNCEMENT =
            "(?s)\\x00\\x1a\\x00.{5}.{0,200}semblance\\.[\\w.-]+\\.index-commits[\\w-]*.{10}\\x01";

    private Path folder;
    private FaultyLink toBroker;
    private FaultyLink toStore;
    private S3Server store;
    private SmallSystem system;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
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
                        store.endpoint()));
        system.publish(1);
    }

    @AfterAll
    void stop() throws Exception {
        system.close();
        toBroker.close();
        toStore.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {MERGED_SEGMENT, LUCENE_COMMIT, MANIFEST})
    void shouldGoOnAfterAKillDuringPublication(String message) throws Exception {
        try (ChangeStream changes = ChangeStream.start(system, message.hashCode())) {
            try (SemblanceProcess indexer = startIndexer()) {
                awaitIndexed(List.of(put()));
                awaitKill(toStore.onceSent(Pattern.compile(message), indexer::kill));
            }
            try (SemblanceProcess next = startIndexer()) {
                awaitIndexed(List.of(put()));
                awaitIndexed(changes.end());
                assertThat(next.isAlive()).isTrue();
                system.verify();
            }
        }
    }

    @Test
    void shouldAnnounceACheckpointAfterAKillBetweenItsCompletionAndItsAnnouncement() throws Exception {
        try (ChangeStream changes = ChangeStream.start(system, 26)) {
            try (SemblanceProcess indexer = startIndexer()) {
                awaitIndexed(List.of(put()));
                awaitKill(toBroker.onceSent(Pattern.compile(ANNOUNCEMENT), indexer::kill));
            }
            long complete = newestCheckpoint();
            assertThat(announced()).as("not announced yet").isNotEmpty().allMatch(checkpoint -> checkpoint < complete);
            try (SemblanceProcess next = startIndexer()) {
                awaitIndexed(List.of(put()));
                awaitIndexed(changes.end());
                assertThat(next.isAlive()).isTrue();
                system.verify();
            }
            assertThat(announced()).as("announced by the next").containsOnlyOnce(complete);
        }
    }

    private SemblanceProcess startIndexer() throws IOException {
        return SemblanceProcess.start(
                folder.resolve("logs"),
                "index",
                "--bootstrap",
                "localhost:" + toBroker.port(),
                "--model-store",
                folder.resolve("models").toString(),
                "--index-store",
                "s3://" + S3Server.BUCKET + "/index",
                "--set",
                "store.s3.endpoint=http://127.0.0.1:" + toStore.port(),
                "--checkpoints",
                folder.resolve("checkpoints").toString(),
                "--work",
                folder.resolve("work").toString(),
                "--ui-port",
                "0",
                "--set",
                "image.max-bytes=100KiB",
                "--set",
                "index.checkpoint-interval=300ms");
    }

    private static void awaitKill(CompletableFuture<Void> sprung) throws Exception {
        sprung.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Of those that are complete: Flink writes the metadata last. */
    private long newestCheckpoint() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(file -> file.getName(file.getNameCount() - 2).toString())
                    .mapToLong(name -> Long.parseLong(name.substring("chk-".length())))
                    .max()
                    .orElseThrow();
        }
    }

    private List<Long> announced() {
        return new CommittedRecords(system.bootstrap())
                .read(Topic.INDEX_COMMITS).stream()
                        .map(message -> EventType.INDEX_COMMITTED
                                .decode(message.value())
                                .checkpointId())
                        .toList();
    }

    private ImageProducer.Position put() throws Exception {
        byte[] image = system.splits().test().images().getFirst().encoded();
        return SmallSystem.await(system.put("marker", image, "some label"));
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
