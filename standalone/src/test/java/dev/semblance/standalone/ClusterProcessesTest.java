package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Neighbour;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker, JobManager, TaskManager, controller and two query nodes in six JVMs, the first of which are killed. The job
 * reaches the cluster as a jar: its classes are not on the class path of JobManager and TaskManager.
 */
class ClusterProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IMAGES = 100;

    @TempDir
    private Path folder;

    private final Deque<SemblanceProcess> running = new ArrayDeque<>();
    private final List<QueryClient> nodes = new ArrayList<>();
    private int restPort;
    private int rpcPort;
    private String bootstrap;
    private Splits splits;

    @BeforeEach
    void startBrokerAndPublish() throws Exception {
        restPort = freePort();
        rpcPort = freePort();
        System.setProperty("semblance.home", "..");
        String brokerPort = Integer.toString(freePort());
        SemblanceProcess broker = start("broker", "--port", brokerPort, "--data", path("broker"));
        bootstrap = broker.awaitLine("broker ready at (\\S+)");
        Settings settings = SmallSystem.settings(folder, bootstrap)
                .with(Map.of("train.max-images", "500", "train.seconds", "1"), "test");
        splits = TrainingData.split(settings.train().data(), SmallSystem.QUIET);
        new Training(settings, SmallSystem.QUIET, () -> {}).run(() -> TrainingSets.of(splits));
    }

    @AfterEach
    void stop() {
        nodes.forEach(QueryClient::close);
        running.forEach(SemblanceProcess::close);
    }

    @Test
    void shouldGoOnWhenTaskManagerAndThenJobManagerAreKilled() throws Exception {
        SemblanceProcess jobManager = startJobManager();
        SemblanceProcess taskManager = startTaskManager();
        SemblanceProcess one = startNode("one");
        SemblanceProcess two = startNode("two");
        jobManager.awaitLine("jobmanager ready at (\\S+)");
        SemblanceProcess controller = start(
                "index",
                "--bootstrap",
                bootstrap,
                "--cluster",
                "http://127.0.0.1:" + restPort,
                "--model-store",
                path("models"),
                "--index-store",
                path("index"),
                "--checkpoints",
                path("checkpoints"),
                "--work",
                path("work"),
                "--set",
                "index.checkpoint-interval=500ms");
        taskManager.awaitLine("taskmanager ready, (\\d+) slots");
        controller.awaitLine("indexer ready, Flink at (\\S+)");
        for (SemblanceProcess node : List.of(one, two)) {
            nodes.add(new QueryClient(URI.create(node.awaitLine("query service ready at (\\S+)"))));
        }

        List<LabelledImage> images = splits.stream().images().subList(0, IMAGES);
        for (LabelledImage image : images) {
            put(image.id(), image.encoded());
        }
        awaitOnBothNodes(images.getLast().id(), images.getLast().encoded());
        long generation = generation();

        taskManager.kill();
        running.remove(taskManager);
        byte[] second = splits.test().images().getFirst().encoded();
        put("after-taskmanager", second);
        startTaskManager().awaitLine("taskmanager ready, (\\d+) slots");
        awaitOnBothNodes("after-taskmanager", second);

        jobManager.kill();
        running.remove(jobManager);
        byte[] third = splits.test().images().getLast().encoded();
        put("after-jobmanager", third);
        await().atMost(PATIENCE).until(() -> controller.errors().contains("the Flink cluster does not answer"));
        startJobManager().awaitLine("jobmanager ready at (\\S+)");
        awaitOnBothNodes("after-jobmanager", third);

        for (QueryClient node : nodes) {
            assertThat(node.status().live().orElseThrow().documents()).isEqualTo(IMAGES + 2);
        }
        assertThat(generation()).as("not built anew").isEqualTo(generation);
        assertThat(controller.errors().lines().filter(line -> line.contains("does not answer")))
                .as("said once, not every second")
                .hasSize(1);
        assertThat(controller.errors().lines().filter(line -> line.contains("index job of")))
                .as("Flink recovers from the first kill by itself, the controller from the second")
                .filteredOn(line -> line.contains(" started, generation"))
                .hasSize(2);
    }

    private void put(String id, byte[] image) throws Exception {
        try (ImageProducer producer = new ImageProducer(bootstrap)) {
            producer.put(id, ImageRecord.of(image, Optional.of("any"))).get();
        }
    }

    private void awaitOnBothNodes(String id, byte[] image) {
        for (QueryClient node : nodes) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                Neighbour nearest =
                        node.lookup(image, "image/png", 1).neighbours().getFirst();
                return nearest.id().equals(id) && nearest.distance() < 1e-5f;
            });
        }
    }

    private long generation() throws Exception {
        return nodes.getFirst().status().live().orElseThrow().generation();
    }

    private SemblanceProcess startJobManager() throws Exception {
        return startOfFlink("jobmanager", "--work", path("flink"));
    }

    private SemblanceProcess startTaskManager() throws Exception {
        return startOfFlink("taskmanager", "--work", path("flink"), "--slots", "2");
    }

    private SemblanceProcess startOfFlink(String name, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                name,
                "--rest-port",
                Integer.toString(restPort),
                "--rpc-port",
                Integer.toString(rpcPort),
                "--set",
                "cluster.heartbeat-interval=500ms",
                "--set",
                "cluster.heartbeat-timeout=4s"));
        arguments.addAll(List.of(more));
        SemblanceProcess process =
                SemblanceProcess.startOfFlink(folder.resolve("logs"), arguments.toArray(String[]::new));
        running.addFirst(process);
        return process;
    }

    private SemblanceProcess startNode(String name) throws Exception {
        return start(
                "serve",
                "--bootstrap",
                bootstrap,
                "--model-store",
                path("models"),
                "--index-store",
                path("index"),
                "--cache",
                path("cache-" + name),
                "--port",
                "0");
    }

    private SemblanceProcess start(String... arguments) throws Exception {
        SemblanceProcess process = SemblanceProcess.start(folder.resolve("logs"), arguments);
        running.addFirst(process);
        return process;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
