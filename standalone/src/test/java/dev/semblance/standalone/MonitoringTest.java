package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.core.matching.MatchDecision.CutpointName;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.AlertKind;
import dev.semblance.messaging.EventSender;
import dev.semblance.messaging.EventType;
import dev.semblance.standalone.MonitoringFiles.Expression;
import dev.semblance.standalone.PromQl.LabelMatcher;
import dev.semblance.standalone.PromQl.Selector;
import dev.semblance.standalone.service.QueryClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dashboards and alerts against what a running system shows: a name that is not exported leaves a panel empty. */
class MonitoringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What Prometheus adds to every series that it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    private static final String BY_PROMETHEUS = "up{instance=\"\",job=\"\"} 1";

    @Test
    void shouldExportEveryMetricAndLabelThatIsShownOrAlertedOn(@TempDir Path folder) throws Exception {
        List<Expression> expressions = MonitoringFiles.read().expressions();
        assertThat(expressions).isNotEmpty();
        int port = freePort();
        URI flink = URI.create("http://127.0.0.1:" + port + "/metrics");
        Map<String, String> little =
                Map.of("train.seconds", "1", "train.max-images", "500", "metrics.flink-ports", Integer.toString(port));
        try (SmallSystem system = SmallSystem.start(folder, little)) {
            system.publish(1);
            system.produce(system.splits().stream());
            await().atMost(PATIENCE)
                    .until(() -> system.client()
                            .status()
                            .live()
                            .filter(index -> index.documents() > 0)
                            .isPresent());
            system.client().calibrate(Map.of());
            matchAndLabel(system);
            try (EventSender sender = new EventSender(system.bootstrap())) {
                sender.send(EventType.ALERT_CHANGED, alert());
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                URI query = system.server().address().resolve("/metrics");
                Exposition shown = Exposition.of(List.of(get(flink), get(query), BY_PROMETHEUS));
                assertThat(missing(expressions, shown)).isEmpty();
            });
        }
    }

    private static void matchAndLabel(SmallSystem system) throws Exception {
        byte[] image = system.splits().test().images().getFirst().encoded();
        QueryClient.Match match = system.client().match(image, "image/png");
        system.client().label(Map.of(match.queryId(), "a label"));
    }

    private static Alert alert() {
        return new Alert(
                new ModelVersion("fashion", "1"),
                new CutpointName("default", "optimal"),
                AlertKind.DISTANCE_DRIFT,
                true,
                0.3,
                0.15,
                100,
                Optional.empty(),
                "1h",
                Instant.now());
    }

    /** By where it is looked for. */
    private static Map<String, Set<String>> missing(List<Expression> expressions, Exposition shown) {
        Map<String, Set<String>> missing = new TreeMap<>();
        for (Expression expression : expressions) {
            missing.computeIfAbsent(expression.where(), where -> new TreeSet<>())
                    .addAll(missing(expression, shown));
        }
        missing.values().removeIf(Set::isEmpty);
        return missing;
    }

    /** What an expression speaks of that is not there. */
    private static Set<String> missing(Expression expression, Exposition shown) {
        PromQl read = PromQl.parse(expression.text());
        Set<String> missing = new TreeSet<>();
        Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
        for (Selector selector : read.selectors()) {
            Set<Map<String, String>> series = shown.of(selector.metric());
            if (series.isEmpty()) {
                missing.add(selector.metric());
            }
            series.forEach(each -> labels.addAll(each.keySet()));
            selector.matchers().stream()
                    .filter(matcher -> !OF_PROMETHEUS.contains(matcher.label()))
                    .flatMap(matcher -> values(matcher).stream().map(value -> Map.entry(matcher.label(), value)))
                    .filter(wanted -> series.stream().noneMatch(each -> has(each, wanted)))
                    .forEach(wanted -> missing.add(selector.metric() + "{" + wanted + "}"));
        }
        read.grouping().stream().filter(label -> !labels.contains(label)).forEach(missing::add);
        Set<String> left = read.isGrouped() ? read.grouping() : labels;
        expression.shown().stream().filter(label -> !left.contains(label)).forEach(missing::add);
        return missing;
    }

    private static List<String> values(LabelMatcher matcher) {
        return switch (matcher.operator()) {
            case "=" -> List.of(matcher.value());
            case "=~" -> Arrays.asList(matcher.value().split("\\|", -1));
            default -> throw new IllegalArgumentException("neither = nor =~: " + matcher);
        };
    }

    /** A variable of Grafana is any value that there is. */
    private static boolean has(Map<String, String> series, Map.Entry<String, String> wanted) {
        String value = series.get(wanted.getKey());
        return value != null && (wanted.getValue().startsWith("$") || value.equals(wanted.getValue()));
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
