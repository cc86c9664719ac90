package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.query.QueryServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker dies under a node. */
class HttpBrokerLossTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Longer than events are tried to be delivered. */
    private static final Duration DROPPED = Duration.ofSeconds(90);

    private static final int MATCHES = 20;

    /** None of the answers waits for the events, which are given up one by one. */
    @Test
    @Timeout(180)
    void shouldAnswerMatchesAndCountTheEventsThatAreLost(@TempDir Path folder) throws Exception {
        try (Asking asking = new Asking();
                LiveService service = LiveService.start(folder);
                QueryServer node = service.serve(LiveService.LABELLED, Map.of())) {
            await().atMost(SOON).until(() -> asking.get(node, "/readyz").statusCode() == 200);
            byte[] boot = Pictures.vector(1, 0, 0, 0, 0, 0, 0, 0);
            String path = "/v1/match?threshold=0.5";
            assertThat(asking.send(node, path, "application/octet-stream", boot).statusCode())
                    .isEqualTo(200);
            await().atMost(SOON)
                    .until(() ->
                            asking.get(node, "/metrics").body().contains("semblance_match_events_dropped_total 0.0"));

            service.stopBroker();

            for (int i = 0; i < MATCHES; i++) {
                HttpResponse<String> response = asking.send(node, path, "application/octet-stream", boot);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                JsonNode match = Asking.json(response).get("match");
                assertThat(match.get("label").asText()).isEqualTo("boot");
            }
            await().atMost(DROPPED)
                    .untilAsserted(() -> assertThat(asking.get(node, "/metrics").body())
                            .contains("semblance_match_events_dropped_total " + MATCHES + ".0"));
            assertThat(asking.get(node, "/metrics").body())
                    .contains("semblance_match_total{outcome=\"accepted\"} " + (MATCHES + 1) + ".0");
        }
    }
}
