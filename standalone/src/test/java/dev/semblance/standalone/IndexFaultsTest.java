package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.semblance.query.QueryServer;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.verify.Difference;
import dev.semblance.standalone.verify.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The faults of docs/operations.md that need no process to be killed. After each the index is held against the topic.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class IndexFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PNG = "image/png";

    private Path folder;
    private SmallSystem system;
    private int metricsPort;
    /** Whether the folder that shards are written in is a small file system of its own, which can be filled. */
    private boolean ownDisk;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        ownDisk = mounted(Files.createDirectories(folder.resolve("work")));
        metricsPort = freePort();
        system = SmallSystem.start(
                folder,
                Map.of(
                        "train.seconds", "1",
                        "train.max-images", "500",
                        "metrics.flink-ports", Integer.toString(metricsPort)));
        system.publish(1);
        system.produce(system.splits().stream());
        await().atMost(PATIENCE).until(() -> system.client().status().live().isPresent());
        system.verify();
    }

    @AfterAll
    void stop() throws Exception {
        system.close();
        if (ownDisk) {
            assertThat(run("umount", folder.resolve("work").toString())).isZero();
        }
    }

    @Test
    @Order(1)
    void shouldShowTheMetricsThatAreDocumented() throws Exception {
        awaitIndexed(put("measured"));
        String flink = get(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"));
        String service = get(system.server().address().resolve("/metrics"));

        String operator = "flink_taskmanager_job_task_operator_";
        assertThat(List.of(
                        "changes",
                        "deadLetters",
                        "embedded",
                        "reused",
                        "batchImages",
                        "batchMillis",
                        "commitMillis",
                        "shard_documents",
                        "shard_segments",
                        "shard_documentsWithoutGraph",
                        "shard_merges",
                        "shard_mergeStallMillis",
                        "shard_bufferedBytes",
                        "shard_publishedBytes",
                        "pendingRecords"))
                .allSatisfy(name -> assertThat(flink).contains("\n" + operator + name));
        assertThat(flink).contains("records_lag_max").containsPattern("shard_documents\\{[^}]*shard=\"0\"");
        assertThat(List.of(
                        "lookup_seconds",
                        "freshness_seconds",
                        "index_documents",
                        "index_segments",
                        "index_checkpoint",
                        "index_lag_records",
                        "index_lag_seconds",
                        "index_opened_total",
                        "index_refused_total",
                        "index_stale_total"))
                .allSatisfy(name -> assertThat(service).contains("\nsemblance_" + name));
    }

    @Test
    @Order(2)
    void shouldServeOnWhileTheStoreIsAwayAndLoseNothing() throws Exception {
        Path store = folder.resolve("index");
        Path away = folder.resolve("away");
        Files.move(store, away);
        ImageProducer.Position position = put("while-the-store-was-away");

        await().atMost(PATIENCE).during(Duration.ofSeconds(2)).until(() -> {
            system.client().lookup(image(), PNG, 1);
            return !system.isIndexed(position);
        });
        assertThat(store).as("nobody makes it anew").doesNotExist();
        Files.move(away, store);

        awaitIndexed(position);
        system.verify();
    }

    @Test
    @Order(3)
    void shouldRefuseATornFileByNameAndOpenTheIndexOnceItIsMended() throws Exception {
        Path torn = newestData();
        byte[] whole = Files.readAllBytes(torn);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(torn, damaged);
        Settings another = system.settings()
                .with(Map.of("serve.cache", folder.resolve("another-cache").toString()), "test");
        try (QueryServer node = QueryNode.start(another);
                QueryClient client = new QueryClient(node.address())) {
            await().atMost(PATIENCE)
                    .until(() -> get(node.address().resolve("/metrics"))
                            .lines()
                            .anyMatch(line ->
                                    line.startsWith("semblance_index_refused_total ") && !line.endsWith(" 0.0")));
            assertThat(client.status().live())
                    .as("the new node serves nothing torn")
                    .isEmpty();
            assertThat(system.client().lookup(image(), PNG, 1).neighbours()).isNotEmpty();

            Files.write(torn, whole);
            await().atMost(PATIENCE).until(() -> client.status().live().isPresent());
        }
    }

    @Test
    @Order(4)
    void shouldWaitForRoomWhereTheDiskOfTheWriterIsFull() throws Exception {
        assumeTrue(ownDisk, "only root may mount a file system");
        Path ballast = folder.resolve("work").resolve("ballast");
        fillUpWith(ballast);
        ImageProducer.Position position = put("while-the-disk-was-full");

        await().atMost(PATIENCE).during(Duration.ofSeconds(3)).until(() -> {
            system.client().lookup(image(), PNG, 1);
            return !system.isIndexed(position);
        });
        Files.delete(ballast);

        awaitIndexed(position);
        system.verify();
    }

    @Test
    @Order(5)
    void shouldGoOnFromABackUpThatWasTakenWhileItRan() throws Exception {
        Path backUp = folder.resolve("back-up");
        for (String part : List.of("checkpoints", "index")) {
            copyWhatStays(folder.resolve(part), backUp.resolve(part));
        }
        awaitIndexed(put("after-the-back-up"));
        long generation = index().generation();
        system.stopIndexer();
        loseEverythingButTheTopicsAndModels();
        for (String part : List.of("checkpoints", "index")) {
            copyWhatStays(backUp.resolve(part), folder.resolve(part));
        }
        system.startIndexer();

        awaitIndexed(put("after-the-restore"));
        verifyButForTheCommitsOfTheBackUp();
        assertThat(index().generation()).as("not built anew").isEqualTo(generation);
    }

    @Test
    @Order(6)
    void shouldRebuildTheIndexFromTheTopicAlone() throws Exception {
        long generation = index().generation();
        system.stopIndexer();
        loseEverythingButTheTopicsAndModels();
        system.startIndexer();

        await().atMost(PATIENCE).until(() -> index().generation() == generation + 1);
        awaitIndexed(put("after-the-rebuild"));
        verifyButForTheCommitsOfTheBackUp();
    }

    private void loseEverythingButTheTopicsAndModels() throws IOException {
        for (String part : List.of("checkpoints", "index", "work")) {
            FileUtils.cleanDirectory(folder.resolve(part).toFile());
        }
    }

    /** A small file system, of what a writer asks for at its start and little more. */
    private static boolean mounted(Path target) throws Exception {
        return run("mount", "-t", "tmpfs", "-o", "size=320m", "tmpfs", target.toString()) == 0;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void fillUpWith(Path ballast) throws IOException {
        byte[] bytes = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(ballast).getUsableSpace() > 0) {
                out.write(bytes);
            }
        }
    }

    /** That a back-up takes commits back is told; query nodes pass over what is older than what they serve. */
    private void verifyButForTheCommitsOfTheBackUp() throws Exception {
        Verification found = system.verification();
        assertThat(found.differences().keySet())
                .as("%s", found.lines())
                .isSubsetOf(Difference.Kind.COMMIT_RETRACTED, Difference.Kind.COMMIT_REPEATED);
    }

    private ImageProducer.Position put(String id) throws Exception {
        return SmallSystem.await(system.put(id, image(), "some label"));
    }

    private byte[] image() {
        return system.splits().test().images().getFirst().encoded();
    }

    private void awaitIndexed(ImageProducer.Position position) {
        await().atMost(PATIENCE).until(() -> system.isIndexed(position));
    }

    private QueryClient.Index index() throws Exception {
        return system.client().status().live().orElseThrow();
    }

    /** A file of documents that the newest commit needs: the node that follows has it in its cache. */
    private Path newestData() throws IOException {
        Set<String> cached;
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            cached = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
        try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
            return files.filter(file -> file.toString().endsWith(".cfs")
                            && cached.contains(file.getFileName().toString()))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /** As a back-up does, it passes over what goes while it copies. */
    private static void copyWhatStays(Path source, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            try {
                Files.copy(file, copy);
            } catch (NoSuchFileException e) {
                // Superseded in the meantime.
            }
        }
    }

    private static String get(URI address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
