package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.ImageRecord;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Neighbour;
import dev.semblance.trainer.data.LabelledImage;
import dev.semblance.trainer.data.Splits;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker, trainer, producer, indexer and query service in five JVMs, which share nothing but Kafka and two folders. */
class SeparateProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String FEW_IMAGES = "train.max-images=1000";

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerLookupsWithThePartsInProcessesOfTheirOwn() throws Exception {
        int port = freePort();
        try (SemblanceProcess broker = run("broker", "--port", Integer.toString(port), "--data", path("broker"))) {
            String bootstrap = broker.awaitLine("broker ready at (\\S+)");
            try (SemblanceProcess indexer = run(
                            "index",
                            "--bootstrap",
                            bootstrap,
                            "--model-store",
                            path("models"),
                            "--index-store",
                            path("index"),
                            "--checkpoints",
                            path("checkpoints"),
                            "--work",
                            path("work"),
                            "--ui-port",
                            "0");
                    SemblanceProcess service = run(
                            "serve",
                            "--bootstrap",
                            bootstrap,
                            "--model-store",
                            path("models"),
                            "--index-store",
                            path("index"),
                            "--cache",
                            path("cache"),
                            "--port",
                            "0")) {
                indexer.awaitLine("indexer ready, Flink at (\\S+)");
                String address = service.awaitLine("query service ready at (\\S+)");
                train(bootstrap);
                produce(bootstrap);
                ask(bootstrap, URI.create(address));
            }
            assertThat(broker.errors())
                    .as("the broker has nothing to complain about")
                    .isEmpty();
        }
    }

    private void train(String bootstrap) throws Exception {
        SemblanceProcess trainer = run(
                "train",
                "--bootstrap",
                bootstrap,
                "--model-store",
                path("models"),
                "--set",
                "train.runs=" + path("runs"),
                "--seconds",
                "4",
                "--set",
                FEW_IMAGES);
        assertThat(trainer.awaitExit()).as(trainer.output() + trainer.errors()).isZero();
        assertThat(trainer.output()).contains("published fashion/");
    }

    private void produce(String bootstrap) throws Exception {
        SemblanceProcess producer = run("produce", "--bootstrap", bootstrap, "--set", FEW_IMAGES);
        assertThat(producer.awaitExit()).as(producer.errors()).isZero();
    }

    private static void ask(String bootstrap, URI address) throws Exception {
        System.setProperty("semblance.home", "..");
        Splits splits = TrainingData.split(
                SmallSystem.settings(Path.of("unused"), bootstrap)
                        .with(Map.of("train.max-images", "1000"), "test")
                        .train()
                        .data(),
                SmallSystem.QUIET);
        try (QueryClient client = new QueryClient(address);
                ImageProducer producer = new ImageProducer(bootstrap)) {
            await().atMost(PATIENCE)
                    .until(() -> client.status()
                            .live()
                            .filter(index ->
                                    index.documents() == splits.stream().size())
                            .isPresent());
            LabelledImage known = splits.stream().images().getFirst();
            Neighbour itself =
                    client.lookup(known.encoded(), "image/png", 1).neighbours().getFirst();
            assertThat(itself.id()).isEqualTo(known.id());
            assertThat(itself.label()).isEqualTo(known.label());
            assertThat(itself.distance()).as("embedded alike in two processes").isLessThan(1e-6f);

            byte[] novel = PngEncoder.encode(splits.test().images().getFirst().pixels());
            producer.put("novel", ImageRecord.of(novel, Optional.of("new"))).get();
            await().atMost(PATIENCE)
                    .until(() -> client.lookup(novel, "image/png", 1)
                            .neighbours()
                            .getFirst()
                            .id()
                            .equals("novel"));
            producer.delete("novel").get();
            await().atMost(PATIENCE)
                    .until(() -> !client.lookup(novel, "image/png", 1)
                            .neighbours()
                            .getFirst()
                            .id()
                            .equals("novel"));
        }
    }

    private SemblanceProcess run(String... arguments) throws Exception {
        return SemblanceProcess.start(folder.resolve("logs"), arguments);
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
