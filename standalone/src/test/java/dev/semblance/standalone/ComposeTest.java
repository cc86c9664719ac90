package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What docker-compose.yml says, without a Docker engine. */
class ComposeTest {
    private final ComposeFile compose = ComposeFile.read(Path.of(".."));

    @Test
    void shouldDescribeTheWholeSystem() {
        assertThat(compose.services())
                .containsKeys(
                        "kafka",
                        "topics",
                        "jobmanager",
                        "taskmanager",
                        "controller",
                        "query-1",
                        "query-2",
                        "trainer",
                        "prometheus",
                        "grafana");
        assertThat(compose.service("trainer")).containsEntry("profiles", List.of("train"));
    }

    @Test
    void shouldCheckTheHealthOfEveryServiceThatStays() {
        compose.services().forEach((name, service) -> {
            if (!"no".equals(service.get("restart"))) {
                assertThat(ComposeFile.map(service.get("healthcheck")).get("test"))
                        .as(name)
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .hasSizeGreaterThan(1)
                        .first()
                        .isEqualTo("CMD");
            }
        });
    }

    @Test
    void shouldPublishPortsOnLoopbackOnlyAndEachOnce() {
        List<String> ports = compose.services().values().stream()
                .flatMap(service -> ComposeFile.list(service.get("ports")).stream())
                .toList();

        assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(ports.stream().map(port -> port.replaceFirst("^127.0.0.1:(\\d+):\\d+$", "$1")))
                .doesNotHaveDuplicates()
                .allMatch(port -> port.matches("\\d+"));
    }

    @Test
    void shouldWaitOnlyForServicesThatThereAre() {
        compose.services().forEach((name, service) -> {
            Object waitsFor = service.get("depends_on");
            if (waitsFor != null) {
                assertThat(compose.services())
                        .as(name)
                        .containsKeys(ComposeFile.map(waitsFor).keySet().toArray(String[]::new));
            }
        });
    }

    @Test
    void shouldRunTheVersionsOfTheBuild() {
        assertThat(compose.service("kafka")).containsEntry("image", "apache/kafka:" + pom("kafka.version"));
        for (String service : List.of("jobmanager", "taskmanager")) {
            assertThat(compose.service(service))
                    .containsEntry("image", "flink:" + pom("flink.version") + "-java" + pom("maven.compiler.release"))
                    .containsEntry("command", service);
        }
        assertThat(compose.images().stream()
                        .filter(image -> image.startsWith("eclipse-temurin:"))
                        .distinct())
                .containsExactly("eclipse-temurin:" + pom("maven.compiler.release") + "-jdk");
    }

    @Test
    void shouldNameTheVersionOfEveryImage() {
        assertThat(compose.images()).allMatch(image -> image.matches("[a-z/-]+:v?\\d+[a-z0-9.-]*"));
    }

    @Test
    void shouldOnlyRunCommandsThatThereAre() {
        List<List<String>> commands = compose.services().values().stream()
                .map(service -> service.get("command"))
                .filter(List.class::isInstance)
                .map(ComposeFile::list)
                .filter(command -> command.getFirst().equals("./semblance"))
                .toList();

        assertThat(commands)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(command -> assertThat(SemblanceCommand.create(SmallSystem.QUIET, Map.of())
                                .parseArgs(command.subList(1, command.size()).toArray(String[]::new))
                                .hasSubcommand())
                        .isTrue());
    }

    @Test
    void shouldOnlySetVariablesThatThereAre() {
        Map<String, String> variables =
                ComposeFile.map(compose.service("controller").get("environment")).entrySet().stream()
                        .filter(variable -> variable.getKey().startsWith("SEMBLANCE_"))
                        .collect(Collectors.toMap(Map.Entry::getKey, variable -> String.valueOf(variable.getValue())));

        Settings settings = Settings.load(Optional.empty(), variables, Map.of());

        assertThat(settings.index().cluster()).contains(URI.create("http://jobmanager:8081"));
        assertThat(settings.kafka().bootstrap()).isEqualTo("kafka:9092");
        assertThat(List.of(
                        settings.store().models().folder().orElseThrow(),
                        settings.store().index().folder().orElseThrow(),
                        settings.index().checkpoints()))
                .as("on the volume that all share")
                .allMatch(folder -> folder.startsWith("/data"));
    }

    @Test
    void shouldGiveFlinkSettingsAsKeysAndValues() {
        Map<String, String> properties = String.valueOf(
                        ComposeFile.map(compose.service("taskmanager").get("environment"))
                                .get("FLINK_PROPERTIES"))
                .lines()
                .map(line -> List.of(line.split(": ", 2)))
                .collect(Collectors.toMap(pair -> pair.getFirst(), pair -> pair.getLast()));

        assertThat(properties)
                .containsEntry("jobmanager.rpc.address", "jobmanager")
                .containsEntry("heartbeat.timeout", "10 s")
                .hasEntrySatisfying(
                        "env.java.opts.taskmanager", flags -> assertThat(flags).contains("jdk.incubator.vector"));
    }

    private static String pom(String property) {
        return ComposeFile.pomProperty(Path.of("../pom.xml"), property);
    }
}
