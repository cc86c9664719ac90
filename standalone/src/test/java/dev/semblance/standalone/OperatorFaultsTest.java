package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.broker.EmbeddedBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can get wrong: each is one clear line on standard error and a non-zero exit. */
class OperatorFaultsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameAPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertFault(
                    "port " + port + " of 127.0.0.1 for the Kafka broker is in use",
                    "broker",
                    "--port",
                    port,
                    "--data",
                    path("b"));
            try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"), 1)) {
                assertFault(
                        "port " + port + " of 127.0.0.1 for the query service is in use",
                        serve(broker.bootstrap(), "--port", port, "--cache", path("cache")));
                assertFault(
                        "port " + port + " of 127.0.0.1 for the Flink web UI is in use",
                        index(broker.bootstrap(), "--ui-port", port, "--work", path("work")));
            }
        }
    }

    @Test
    void shouldNameATopicThatIsMissing() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"), 1)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.deleteTopics(List.of("semblance.rollouts.v1")).all().get();
            }
            String missing = "topic semblance.rollouts.v1 is missing on " + broker.bootstrap();
            assertFault(missing, serve(broker.bootstrap(), "--port", "0", "--cache", path("cache")));
            assertFault(missing, index(broker.bootstrap(), "--ui-port", "0", "--work", path("work")));
        }
    }

    @Test
    void shouldNameAFolderThatCannotBeUsed() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        String below = file.resolve("data").toString();

        assertFault("cannot write to folder " + below, "broker", "--data", below);
        assertFault("there is no data set '" + below + "'", "produce", "--data", below);
    }

    @Test
    void shouldNameAStoreThatCannotBeReached() throws Exception {
        assertFault(
                "cannot open store s3://bucket at http://127.0.0.1:1: ",
                "serve",
                "--port",
                "0",
                "--index-store",
                "s3://bucket",
                "--model-store",
                path("models"),
                "--cache",
                path("c"),
                "--set",
                "store.s3.endpoint=http://127.0.0.1:1");
    }

    @Test
    void shouldNameBrokersThatDoNotAnswer() throws Exception {
        assertFault(
                "no Kafka broker answers at localhost:1", serve("localhost:1", "--port", "0", "--cache", path("c")));
    }

    private String[] serve(String bootstrap, String... more) {
        return command("serve", bootstrap, more);
    }

    private String[] index(String bootstrap, String... more) {
        return command("index", bootstrap, more);
    }

    private String[] command(String name, String bootstrap, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                name, "--bootstrap", bootstrap, "--model-store", path("models"), "--index-store", path("index")));
        if (name.equals("index")) {
            arguments.addAll(List.of("--checkpoints", path("checkpoints")));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private void assertFault(String message, String... arguments) throws Exception {
        SemblanceProcess process = SemblanceProcess.start(folder.resolve("logs"), arguments);

        assertThat(process.awaitExit()).as(process.output() + process.errors()).isEqualTo(1);
        assertThat(process.errors().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("semblance: ").contains(message));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
