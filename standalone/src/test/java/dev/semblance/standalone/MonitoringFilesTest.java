package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Prometheus and Grafana are given, without either. */
class MonitoringFilesTest {
    private static final int COLUMNS = 24;

    private final MonitoringFiles files = MonitoringFiles.read();
    private final ComposeFile compose = ComposeFile.read(Path.of(".."));

    @Test
    void shouldShowPipelineIndexQueryAndQuality() {
        assertThat(files.dashboards()).containsOnlyKeys("index.json", "pipeline.json", "quality.json", "query.json");
        files.dashboards().forEach((file, dashboard) -> {
            assertThat(dashboard.path("uid").asText()).isEqualTo("semblance-" + file.replace(".json", ""));
            assertThat(dashboard.path("title").asText()).startsWith("Semblance: ");
            assertThat(dashboard.path("tags").valueStream().map(JsonNode::asText))
                    .contains("semblance");
        });
    }

    @Test
    void shouldGiveEveryPanelATitleAQueryAndADataSource() {
        files.dashboards().forEach((file, dashboard) -> {
            List<JsonNode> panels = MonitoringFiles.panels(dashboard).toList();
            assertThat(panels.stream().map(panel -> panel.path("id").asInt()))
                    .as(file)
                    .doesNotHaveDuplicates();
            assertThat(panels).as(file).allSatisfy(panel -> {
                assertThat(panel.path("title").asText()).isNotBlank();
                if (!panel.path("type").asText().equals("row")) {
                    assertThat(panel.path("targets")).as("%s", panel).isNotEmpty();
                    assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
                }
            });
        });
    }

    @Test
    void shouldPutNoPanelOverAnother() {
        files.dashboards().forEach((file, dashboard) -> {
            Set<List<Integer>> taken = new LinkedHashSet<>();
            MonitoringFiles.panels(dashboard).forEach(panel -> {
                JsonNode place = panel.path("gridPos");
                int right = place.path("x").asInt() + place.path("w").asInt();
                int bottom = place.path("y").asInt() + place.path("h").asInt();
                assertThat(right).as("%s: %s", file, panel.path("title")).isLessThanOrEqualTo(COLUMNS);
                for (int x = place.path("x").asInt(); x < right; x++) {
                    for (int y = place.path("y").asInt(); y < bottom; y++) {
                        assertThat(taken.add(List.of(x, y)))
                                .as("%s: %s", file, panel.path("title"))
                                .isTrue();
                    }
                }
            });
        });
    }

    @Test
    void shouldOnlyUseVariablesThatThereAre() {
        files.dashboards().forEach((file, dashboard) -> {
            Set<String> variables = new LinkedHashSet<>(Set.of("__rate_interval", "__range"));
            dashboard
                    .path("templating")
                    .path("list")
                    .valueStream()
                    .forEach(variable -> variables.add(variable.path("name").asText()));
            MonitoringFiles.panels(dashboard)
                    .flatMap(panel -> panel.path("targets").valueStream())
                    .map(target -> target.path("expr").asText())
                    .forEach(expression -> assertThat(Pattern.compile("\\$(\\w+)")
                                    .matcher(expression)
                                    .results()
                                    .map(used -> used.group(1)))
                            .as("%s: %s", file, expression)
                            .isSubsetOf(variables));
        });
    }

    @Test
    void shouldReadEveryExpression() {
        assertThat(files.expressions())
                .hasSizeGreaterThan(60)
                .allSatisfy(
                        expression -> assertThat(PromQl.parse(expression.text()).selectors())
                                .as(expression.where())
                                .isNotEmpty());
    }

    @Test
    void shouldSayOfEachAlertHowBadItIsAndWhatItIsAboutAndDocumentIt() throws IOException {
        String operations = Files.readString(Path.of("../docs/operations.md"));

        assertThat(files.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(ComposeFile.map(alert.get("labels")).get("severity")).isIn("critical", "warning");
            assertThat(String.valueOf(ComposeFile.map(alert.get("annotations")).get("summary")))
                    .isNotBlank();
            assertThat(operations).contains("`" + alert.get("alert") + "`");
        });
        assertThat(files.alerts().stream().map(alert -> alert.get("alert"))).doesNotHaveDuplicates();
    }

    @Test
    void shouldScrapeTheServicesOfTheComposeFileWhereTheyShowMetrics() {
        List<String> targets = new ArrayList<>();
        for (Map<String, Object> job : MonitoringFiles.maps(prometheus().get("scrape_configs"))) {
            Stream.of("static_configs", "dns_sd_configs")
                    .filter(job::containsKey)
                    .flatMap(kind -> MonitoringFiles.maps(job.get(kind)).stream())
                    .forEach(config -> {
                        targets.addAll(ComposeFile.list(config.get("targets")));
                        ComposeFile.list(config.get("names"))
                                .forEach(name -> targets.add(name + ":" + config.get("port")));
                    });
        }

        assertThat(targets)
                .containsExactlyInAnyOrder("query-1:8080", "query-2:8080", "jobmanager:9249", "taskmanager:9249");
        assertThat(targets).allSatisfy(target -> assertThat(compose.services()).containsKey(target.split(":", 2)[0]));
        for (String process : List.of("jobmanager", "taskmanager")) {
            assertThat(String.valueOf(ComposeFile.map(compose.service(process).get("environment"))
                            .get("FLINK_PROPERTIES")))
                    .contains("metrics.reporter.prometheus.port: 9249\n");
        }
    }

    @Test
    void shouldPutEachFileWhereItIsLookedFor() {
        assertThat(ComposeFile.list(prometheus().get("rule_files"))).containsExactly("rules/*.yml");
        assertThat(MonitoringFiles.RULES).exists();
        assertThat(ComposeFile.list(compose.service("prometheus").get("volumes")))
                .contains("./deploy/prometheus:/etc/prometheus:ro");

        Map<String, Object> provider = MonitoringFiles.maps(
                        provisioned("dashboards/semblance.yml").get("providers"))
                .getFirst();
        assertThat(ComposeFile.list(compose.service("grafana").get("volumes")))
                .contains(
                        "./deploy/grafana/provisioning:/etc/grafana/provisioning:ro",
                        "./deploy/grafana/dashboards:"
                                + ComposeFile.map(provider.get("options")).get("path") + ":ro");
        Map<String, Object> source = MonitoringFiles.maps(
                        provisioned("datasources/prometheus.yml").get("datasources"))
                .getFirst();
        assertThat(source).containsEntry("url", "http://prometheus:9090").containsEntry("isDefault", true);
        assertThat(compose.services()).containsKey("prometheus");
    }

    /** Where Prometheus' own tool is at hand. */
    @Test
    void shouldBeAcceptedByPrometheus() throws Exception {
        String promtool = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeThat(promtool).as("promtool").isNotEmpty();

        Process check = new ProcessBuilder(
                        promtool,
                        "check",
                        "config",
                        MonitoringFiles.PROMETHEUS.resolve("prometheus.yml").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(output).isZero();
        assertThat(output).contains(files.alerts().size() + " rules found");
    }

    private static Map<String, Object> prometheus() {
        return MonitoringFiles.yaml(MonitoringFiles.PROMETHEUS.resolve("prometheus.yml"));
    }

    private static Map<String, Object> provisioned(String file) {
        return MonitoringFiles.yaml(
                MonitoringFiles.GRAFANA.resolve("provisioning").resolve(file));
    }
}
