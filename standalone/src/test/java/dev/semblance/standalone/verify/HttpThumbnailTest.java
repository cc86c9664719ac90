package dev.semblance.standalone.verify;

import static dev.semblance.standalone.verify.Asking.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.messaging.EventFollower;
import dev.semblance.messaging.EventType;
import dev.semblance.query.QueryServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a service shows of the images that it finds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpThumbnailTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Asking asking;
    private LiveService service;
    private QueryServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        asking = new Asking();
        service = LiveService.start(folder);
        server = service.serve(LiveService.LABELLED, Map.of());
        awaitReady(server);
    }

    @AfterAll
    void stop() {
        server.close();
        service.close();
        asking.close();
    }

    @Test
    void shouldShowNeighboursWhereItIsAskedTo() throws Exception {
        String query = "\"queries\":[{\"vector\":[1,0,0,0,0,0,0,0]},{\"vector\":[0,1,0,0,0,0,0,0]}]}";

        JsonNode results = Asking.json(asking.post(server, "/v1/lookup", "{\"include\":[\"thumbnail\"]," + query))
                .get("results");

        assertThat(results.get(0).get("neighbours")).hasSize(10).allSatisfy(HttpThumbnailTest::assertShown);
        assertThat(results.get(1).get("neighbours"))
                .as("shoes")
                .hasSize(10)
                .noneMatch(neighbour -> neighbour.has("thumbnail") || neighbour.has("vector"));
        assertThat(asking.post(server, "/v1/lookup", "{" + query).body()).doesNotContain("thumbnail");
    }

    @Test
    void shouldShowTheNeighboursOfAnIndexedImage() throws Exception {
        JsonNode answer =
                Asking.json(asking.get(server, "/v1/images/boot-1/neighbours?k=3&label=boot&include=thumbnail,vector"));

        assertThat(answer.get("neighbours"))
                .hasSize(3)
                .allSatisfy(HttpThumbnailTest::assertShown)
                .allSatisfy(neighbour -> assertThat(neighbour.get("vector")).hasSize(LiveService.DIMENSION));
    }

    @Test
    void shouldShowWhatAMatchRestsOn() throws Exception {
        byte[] vector = Pictures.vector(1, 0, 0, 0, 0, 0, 0, 0);
        String path = "/v1/match?threshold=1&matcher=match_majority_vote&k=3";

        JsonNode match = Asking.json(
                        asking.send(server, path + "&include=thumbnail", "application/octet-stream", vector))
                .get("match");

        assertThat(match.get("neighbours")).hasSize(3).allSatisfy(HttpThumbnailTest::assertShown);
        assertThat(asking.send(server, path, "application/octet-stream", vector).body())
                .doesNotContain("thumbnail");
    }

    private static void assertShown(JsonNode neighbour) throws Exception {
        JsonNode thumbnail = neighbour.get("thumbnail");
        assertThat(thumbnail.get("mediaType").asText()).isEqualTo("image/png");
        assertThat(thumbnail.get("data").binaryValue())
                .isEqualTo(LiveService.thumbnail(neighbour.get("id").asText()));
    }

    @Test
    void shouldShowAnImage() throws Exception {
        assertShown(Asking.json(asking.get(server, "/v1/images/boot-7?include=thumbnail")));
        assertThat(asking.get(server, "/v1/images/boot-7").body()).doesNotContain("thumbnail");
        assertThat(asking.get(server, "/v1/images/plain%2F1?include=thumbnail").body())
                .contains("plain/1")
                .doesNotContain("thumbnail");
    }

    @Test
    void shouldSendAThumbnailAsTheFileThatItIs() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = http.send(
                    Asking.request(server, "/v1/images/boot-7/thumbnail?after=0:9")
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(LiveService.thumbnail("boot-7"));
            assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
            assertThat(response.headers().firstValue("Cache-Control"))
                    .as("the image may be replaced")
                    .contains("no-cache");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            String tag = response.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again = asking.exchange(
                    Asking.request(server, "/v1/images/boot-7/thumbnail").header("If-None-Match", tag));
            assertThat(again.statusCode()).isEqualTo(304);
            HttpResponse<String> other = asking.exchange(
                    Asking.request(server, "/v1/images/boot-8/thumbnail").header("If-None-Match", tag));
            assertThat(other.statusCode()).as("another picture").isEqualTo(200);
        }
    }

    @Test
    void shouldSayWhyThereIsNone() throws Exception {
        assertProblem(asking.get(server, "/v1/images/nobody/thumbnail"), 404, "not-found", "no image 'nobody'");
        assertProblem(
                asking.get(server, "/v1/images/plain%2F1/thumbnail"),
                404,
                "not-found",
                "no thumbnail of image 'plain/1'; it was indexed without one");
        assertProblem(
                asking.get(server, "/v1/images/boot-1/thumbnail?include=vector"),
                400,
                "bad-request",
                "no query parameter 'include'");
    }

    /** Each counts as 1 KiB at least: as JSON they would fit. */
    @Test
    void shouldReadNoMoreThumbnailsThanThereIsMemoryFor() throws Exception {
        try (QueryServer narrow = service.serve(LiveService.LABELLED, Map.of("serve.max-held-bytes", "16KiB"))) {
            awaitReady(narrow);
            String path = "/v1/images/boot-1/neighbours?label=boot&include=thumbnail&k=";

            assertProblem(asking.get(narrow, path + 17), 413, "too-large", "ask for less");
            assertThat(asking.get(narrow, path + 16).statusCode()).isEqualTo(200);
            assertThat(asking.get(narrow, path + 16).statusCode())
                    .as("all of it was given back")
                    .isEqualTo(200);
        }
    }

    /** Else a client that asks again would have made two matches of one. */
    @Test
    void shouldTellNoMatchThatItDoesNotAnswer() throws Exception {
        Set<String> told = ConcurrentHashMap.newKeySet();
        byte[] vector = Pictures.vector(1, 0, 0, 0, 0, 0, 0, 0);
        String path = "/v1/match?threshold=1&matcher=match_majority_vote&include=thumbnail";
        try (QueryServer narrow = service.serve(LiveService.LABELLED, Map.of("serve.max-held-bytes", "16KiB"));
                EventFollower matches = EventFollower.builder()
                        .on(EventType.MATCH_MADE, decision -> told.add(decision.queryId()))
                        .start("matches", service.bootstrap())) {
            awaitReady(narrow);
            assertThat(matches.awaitCaughtUp(SOON)).isTrue();

            assertProblem(
                    asking.send(narrow, path + "&queryId=refused&k=100", "application/octet-stream", vector),
                    413,
                    "too-large",
                    "ask for less");
            assertThat(asking.send(narrow, path + "&queryId=answered&k=1", "application/octet-stream", vector)
                            .statusCode())
                    .isEqualTo(200);

            await().atMost(SOON).until(() -> told.contains("answered"));
            assertThat(told).doesNotContain("refused");
        }
    }

    private void awaitReady(QueryServer node) {
        await().atMost(SOON).until(() -> asking.get(node, "/readyz").statusCode() == 200);
    }
}
