package dev.semblance.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What Prometheus and Grafana are given, from {@code deploy/}.
 *
 * @param dashboards by the name of their file
 * @param alerts the alerting rules
 */
record MonitoringFiles(Map<String, JsonNode> dashboards, List<Map<String, Object>> alerts) {
    static final Path PROMETHEUS = Path.of("../deploy/prometheus");
    static final Path RULES = PROMETHEUS.resolve("rules/semblance.yml");
    static final Path GRAFANA = Path.of("../deploy/grafana");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+),\\s*(\\w+)\\)");
    private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern IN_ANNOTATION = Pattern.compile("\\$labels\\.(\\w+)");

    /**
     * An expression and what is made of its series.
     *
     * @param where to find it
     * @param text PromQL, without variables of Grafana but for values of labels
     * @param shown labels that its series are told apart by
     */
    record Expression(String where, String text, Set<String> shown) {}

    static MonitoringFiles read() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                dashboards.put(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Map<String, Object>> alerts = maps(yaml(RULES).get("groups")).stream()
                .flatMap(group -> maps(group.get("rules")).stream())
                .toList();
        return new MonitoringFiles(dashboards, alerts);
    }

    static Map<String, Object> yaml(Path file) {
        try {
            return ComposeFile.map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> maps(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list, "a list is missing"))
                .stream().map(ComposeFile::map).toList();
    }

    static Stream<JsonNode> panels(JsonNode dashboard) {
        return dashboard.path("panels").valueStream();
    }

    /** Of panels, variables and rules. */
    List<Expression> expressions() {
        List<Expression> expressions = new ArrayList<>();
        dashboards.forEach((file, dashboard) -> {
            panels(dashboard)
                    .forEach(panel -> panel.path("targets").valueStream().forEach(target -> {
                        String where = file + ": " + panel.path("title").asText();
                        String legend = target.path("legendFormat").asText();
                        expressions.add(expression(where, target.path("expr").asText(), found(IN_LEGEND, legend)));
                    }));
            dashboard.path("templating").path("list").valueStream().forEach(variable -> {
                Matcher query = LABEL_VALUES.matcher(
                        variable.path("query").path("query").asText());
                if (query.matches()) {
                    String where = file + ": $" + variable.path("name").asText();
                    expressions.add(expression(where, query.group(1), Set.of(query.group(2))));
                }
            });
        });
        alerts.forEach(alert -> expressions.add(new Expression(
                RULES.getFileName() + ": " + alert.get("alert"),
                String.valueOf(alert.get("expr")),
                found(IN_ANNOTATION, String.valueOf(alert.get("annotations"))))));
        return expressions;
    }

    private static Expression expression(String where, String text, Set<String> shown) {
        return new Expression(where, text.replace("$__rate_interval", "1m").replace("$__range", "1h"), shown);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
