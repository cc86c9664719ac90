package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the README says, through the launcher, on the packaged application. Ports are changed to free ones and
 * times shortened by environment variables; all else is to the letter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeIT {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int httpPort = freePort();
    private final int brokerPort = freePort();
    private String readme;
    private Process demo;
    private Path output;

    @BeforeAll
    void startTheDemo(@TempDir Path folder) throws Exception {
        readme = Files.readString(PROJECT.resolve("README.md"));
        output = folder.resolve("demo.out");
        ProcessBuilder builder = shell(block("bash", "./semblance demo"));
        builder.environment()
                .putAll(Map.of(
                        "SEMBLANCE_SKIP_BUILD", "true",
                        "SEMBLANCE_TRAIN_SECONDS", "6",
                        "SEMBLANCE_DEMO_LOOKUPS", "50",
                        "SEMBLANCE_SERVE_PORT", Integer.toString(httpPort),
                        "SEMBLANCE_BROKER_PORT", Integer.toString(brokerPort),
                        "SEMBLANCE_INDEX_UI_PORT", "0"));
        demo = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        await("the demo is ready")
                .atMost(PATIENCE)
                .failFast(() -> assertThat(demo.isAlive()).as(demoOutput()).isTrue())
                .until(() -> demoOutput().contains("Ready. Ask it yourself"));
    }

    @AfterAll
    void shouldStopTheDemoInOrderAndLeaveNothingBehind() throws Exception {
        demo.destroy();

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        assertThat(demoOutput()).contains("stopped");
        Path data = Path.of(group("All data in (\\S+), removed", demoOutput()));
        assertThat(data).as("the temporary folder").doesNotExist();
    }

    @Test
    void shouldTellTheStoryOfTheDemo() {
        String recall = group("recall@1 (0\\.\\d+), recall@5", demoOutput());
        assertThat(Double.parseDouble(recall))
                .as("recall@1, where chance is 0.1")
                .isGreaterThan(0.5);
        assertThat(demoOutput()).containsPattern("is like").containsPattern("freshness: .* \\d+ ms");
    }

    @Test
    void shouldAnswerTheLookupAsShown() throws Exception {
        requireInstalled("curl", "jq");
        List<JsonNode> answer = lines(run(lookupCommand()));
        List<JsonNode> shown = lines(block("json", "Ankle boot"));

        assertThat(answer).as("the lines that the README shows").hasSameSizeAs(shown);
        for (int i = 0; i < shown.size(); i++) {
            assertThat(names(answer.get(i))).isEqualTo(names(shown.get(i)));
        }
        assertThat(answer.getFirst().asText()).startsWith("fashion/");
        assertThat(answer.stream().map(line -> line.path("label").asText())).contains("Ankle boot");
    }

    @Test
    void shouldTakeAndDeleteAnImageFromAConsoleClient() throws Exception {
        requireInstalled("curl", "jq", "kcat");

        run(block("bash", "kcat -P -b localhost:9092 -t semblance.images.v1 -k my-boot"));
        await().atMost(PATIENCE).until(() -> nearest().get("id").asText().equals("my-boot"));
        assertThat(nearest().get("label").asText()).isEqualTo("my boot");

        run(block("bash", "echo 'my-boot:'"));
        await().atMost(PATIENCE).until(() -> !nearest().get("id").asText().equals("my-boot"));
    }

    @Test
    void shouldOnlyNameCommandsAndFlagsThatThereAre() {
        List<String> lines = Pattern.compile("(?m)^\\./semblance +([^#\\n]+)")
                .matcher(readme)
                .results()
                .map(match -> match.group(1).strip())
                .filter(command -> !command.equals("test"))
                .toList();

        assertThat(lines).hasSizeGreaterThan(5);
        for (String line : lines) {
            List<String> arguments = Arrays.asList(line.split(" +"));
            assertThat(SemblanceCommand.create(SmallSystem.QUIET, Map.of())
                            .parseArgs(arguments.toArray(String[]::new))
                            .hasSubcommand())
                    .as(line)
                    .isTrue();
        }
        assertThat(block("bash", "./semblance test")).isEqualTo("./semblance test");
    }

    private JsonNode nearest() throws Exception {
        return lines(run(lookupCommand())).get(1);
    }

    private static List<JsonNode> lines(String text) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : text.lines().toList()) {
            nodes.add(JSON.readTree(line));
        }
        return nodes;
    }

    private String lookupCommand() {
        return block("bash", "curl -s -H 'Content-Type: image/png'");
    }

    /** The one fenced block of a language that starts with, or for JSON contains, a text. */
    private String block(String language, String text) {
        List<String> found = Pattern.compile("```" + language + "\\n(.*?)\\n```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .filter(block -> language.equals("json") ? block.contains(text) : block.startsWith(text))
                .toList();
        assertThat(found).as("blocks of the README with '" + text + "'").hasSize(1);
        return found.getFirst();
    }

    private String run(String command) throws Exception {
        Process process =
                shell(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code of: " + command).isZero();
        return answer;
    }

    /** A single command is exec'ed, so that the demo itself is the process that gets the signal. */
    private ProcessBuilder shell(String command) {
        String onOurPorts = command.replace("localhost:8080", "localhost:" + httpPort)
                .replace("localhost:9092", "localhost:" + brokerPort);
        String script = command.contains("|") ? "set -o pipefail; " + onOurPorts : "exec " + onOurPorts;
        return new ProcessBuilder("bash", "-c", script).directory(PROJECT.toFile());
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> names.addAll(names(child)));
        return names;
    }

    private static String group(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no '" + pattern + "' in: " + text));
    }

    private String demoOutput() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }

    /** A person's machine may lack what only this test needs; where all tests must count, it may not. */
    private static void requireInstalled(String... commands) throws Exception {
        for (String command : commands) {
            if ("true".equals(System.getenv("CI"))) {
                assertThat(isInstalled(command)).as(command + " is installed").isTrue();
            }
            assumeThat(isInstalled(command)).as(command + " is installed").isTrue();
        }
    }

    private static boolean isInstalled(String command) throws Exception {
        return new ProcessBuilder("bash", "-c", "command -v " + command).start().waitFor() == 0;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
