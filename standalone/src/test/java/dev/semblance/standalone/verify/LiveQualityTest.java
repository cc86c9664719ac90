package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.semblance.core.monitoring.Alert;
import dev.semblance.core.monitoring.AlertKind;
import dev.semblance.messaging.EventType;
import dev.semblance.messaging.PartitionReader;
import dev.semblance.query.QueryServer;
import dev.semblance.schema.Topic;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How well matches do, as two nodes tell it while it changes. */
class LiveQualityTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> CLASSES = List.of("boot", "shoe", "bag");
    private static final String DRIFT = "labelled/1/default/optimal/distance_drift";
    /** Of 40 matches 25 are strange: well beyond the limit. Of 440 they are well within. */
    private static final Map<String, String> QUICK = Map.of(
            "confusion.windows", "5m",
            "alerts.window", "5m",
            "alerts.every", "200ms",
            "alerts.consecutive", "2",
            "alerts.min-samples", "20",
            "alerts.distance-drift", "0.3");

    private final Asking asking;
    private int asked;

    LiveQualityTest() throws IOException {
        asking = new Asking();
    }

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void shouldTellOfMatchesThatAreFurtherThanCalibratedAndOfTheirEnd(@TempDir Path folder) throws Exception {
        try (LiveService service = LiveService.start(folder);
                QueryServer one = service.serve(LiveService.LABELLED, QUICK);
                QueryServer other = service.serve(LiveService.LABELLED, QUICK)) {
            awaitReady(one, other);
            assertThat(asking.post(one, "/v1/calibrations", "{}").statusCode()).isEqualTo(201);
            match(one, service, 15, 1);
            match(other, service, 25, -1);

            for (QueryServer node : List.of(one, other)) {
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(drift(node).at("/raised").asBoolean())
                                        .isTrue());
                assertThat(drift(node).at("/value").asDouble()).isGreaterThan(0.3);
                await().atMost(SOON).until(() -> isShown(node, " 1.0"));
            }
            assertThat(asking.post(other, "/v1/alerts/" + DRIFT.replace("/", "%2F") + "/recalibration", "")
                            .statusCode())
                    .isEqualTo(201);

            match(one, service, 400, 1);
            for (QueryServer node : List.of(one, other)) {
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(drift(node).at("/raised").asBoolean(true))
                                        .isFalse());
                await().atMost(SOON).until(() -> isShown(node, " 0.0"));
            }
            assertThat(published(service)).containsExactly(true, false);
        }
    }

    @Test
    void shouldAnswerTheSameWhicheverNodeIsAsked(@TempDir Path folder) throws Exception {
        try (LiveService service = LiveService.start(folder);
                QueryServer one = service.serve(LiveService.LABELLED, QUICK);
                QueryServer other = service.serve(LiveService.LABELLED, QUICK)) {
            awaitReady(one, other);
            assertThat(asking.post(one, "/v1/calibrations", "{}").statusCode()).isEqualTo(201);
            match(one, service, 20, 1);
            match(other, service, 10, -1);
            label(one, 0, "a/b c");
            label(other, 1, "Größe ~ 100 %");
            String at = "&at=" + Instant.now();

            await().atMost(SOON).untilAsserted(() -> {
                JsonNode counts = Asking.json(asking.get(one, "/v1/confusion?window=5m" + at));
                assertThat(counts.at("/matches").asInt()).isEqualTo(30);
                assertThat(counts.at("/labelled").asInt()).isEqualTo(2);
            });
            for (String path : List.of(
                    "/v1/confusion?window=5m" + at,
                    "/v1/confusion?window=all" + at,
                    "/v1/confusion/Gr%C3%B6%C3%9Fe%20~%20100%20%25/shoe/examples?window=all" + at,
                    "/v1/confusion/a%2Fb%20c/boot/examples?window=all" + at)) {
                HttpResponse<String> answer = asking.get(one, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(asking.get(other, path).body()).as(path).isEqualTo(answer.body());
                assertThat(answer.body())
                        .as(path)
                        .contains(path.contains("examples") ? "\"queryId\":\"query-" : "\"modelVersion\"");
            }
        }
    }

    @Test
    void shouldStreamChangesUntilTheNodeIsClosed(@TempDir Path folder) throws Exception {
        try (LiveService service = LiveService.start(folder);
                HttpClient http = HttpClient.newHttpClient()) {
            List<String> events = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> following;
            try (QueryServer node = service.serve(LiveService.LABELLED, QUICK)) {
                awaitReady(node);
                assertThat(asking.post(node, "/v1/calibrations", "{}").statusCode())
                        .isEqualTo(201);
                match(node, service, 1, 1);
                label(node, 0, "boot");
                await().atMost(SOON)
                        .until(() -> asking.get(node, "/v1/confusion?window=all")
                                .body()
                                .contains("\"labelled\":1"));
                following = http.sendAsync(
                                Asking.request(node, "/v1/confusion/changes?window=all")
                                        .build(),
                                BodyHandlers.ofLines())
                        .thenAcceptAsync(response -> collect(response, events));
                await().atMost(SOON).until(() -> events.size() == 1);
                assertThat(events.getFirst()).contains("{\"actual\":\"boot\",\"predicted\":\"boot\",\"count\":1}");

                label(node, 0, "corrected");
                await().atMost(SOON).until(() -> events.size() > 1);
                assertThat(events.getLast()).contains("{\"actual\":\"corrected\",\"predicted\":\"boot\",\"count\":1}");
            }
            await().atMost(SOON).until(following::isDone);
            assertThat(events).hasSize(2);
        }
    }

    private static void collect(HttpResponse<Stream<String>> response, List<String> events) {
        try (Stream<String> lines = response.body()) {
            lines.filter(line -> line.startsWith("data:")).forEach(events::add);
        }
    }

    private void awaitReady(QueryServer... nodes) {
        for (QueryServer node : nodes) {
            await().atMost(SOON).until(() -> asking.get(node, "/readyz").statusCode() == 200);
        }
    }

    /** @param sign below 0 for what is far from all that is indexed */
    private void match(QueryServer node, LiveService service, int count, int sign) throws Exception {
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = service.near(CLASSES.get(asked % CLASSES.size()));
            for (int j = 0; j < vector.length; j++) {
                vector[j] *= sign;
            }
            queries.add("{\"queryId\":\"query-" + asked++ + "\",\"vector\":" + Arrays.toString(vector) + "}");
        }
        for (int from = 0; from < count; from += 50) {
            String some = String.join(",", queries.subList(from, Math.min(count, from + 50)));
            HttpResponse<String> response = asking.post(node, "/v1/match", "{\"queries\":[" + some + "]}");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    private void label(QueryServer node, int query, String label) throws Exception {
        assertThat(asking.post(node, "/v1/labels", "{\"queryId\":\"query-" + query + "\",\"label\":\"" + label + "\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    private JsonNode drift(QueryServer node) throws Exception {
        for (JsonNode alert : Asking.json(asking.get(node, "/v1/alerts")).get("alerts")) {
            if (alert.get("id").asText().equals(DRIFT)) {
                return alert;
            }
        }
        return MissingNode.getInstance();
    }

    private boolean isShown(QueryServer node, String value) throws Exception {
        return asking.get(node, "/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("semblance_alert_active{")
                        && line.contains("kind=\"distance_drift\"")
                        && line.endsWith(value));
    }

    /** Whether each event of the drift says that it is on. */
    private static List<Boolean> published(LiveService service) {
        List<Boolean> raised = new ArrayList<>();
        try (PartitionReader reader = new PartitionReader(service.bootstrap(), Topic.ALERTS, 0)) {
            reader.read(reader.start(), reader.committedEnd(), message -> {
                Alert alert = EventType.ALERT_CHANGED.decode(message.value());
                if (alert.kind() == AlertKind.DISTANCE_DRIFT) {
                    raised.add(alert.raised());
                }
            });
        }
        return raised;
    }
}
