package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a query node without an index answers, and to requests that are not right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpFaultsTest {
    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedBroker broker;
    private QueryServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        broker = EmbeddedBroker.start(0, folder.resolve("broker"), 1);
        server = QueryNode.start(SmallSystem.settings(folder, broker.bootstrap()));
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
        broker.close();
    }

    @Test
    void shouldSayThatNothingIsLiveYet() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).until(() -> get("/readyz").body().contains("see GET /v1/status"));
        assertProblem(get("/readyz"), 503, "not-ready", "live yet");
        HttpResponse<String> lookup = lookup("", "image/png", BodyPublishers.ofByteArray(PNG_START));
        assertProblem(lookup, 503, "not-ready", "live yet");
        assertThat(lookup.headers().firstValue("Retry-After")).contains("1");
        assertThat(get("/v1/status").body()).isEqualTo("{\"model\":\"fashion\",\"ready\":false}");
    }

    @Test
    void shouldRefuseAKThatIsNoNumberOrOutOfRange() throws Exception {
        for (String k : new String[] {"0", "-3", "1001"}) {
            HttpResponse<String> response = lookup("?k=" + k, "image/png", BodyPublishers.ofByteArray(PNG_START));
            assertProblem(response, 400, "bad-request", "k is 1 to 1000, not '" + k + "'");
        }
        for (String k : new String[] {"many", "99999999999", "1.5"}) {
            HttpResponse<String> response = lookup("?k=" + k, "image/png", BodyPublishers.ofByteArray(PNG_START));
            assertProblem(response, 400, "bad-request", "k is a whole number, not '" + k + "'");
        }
    }

    @Test
    void shouldRefuseABodyThatIsNotSaidToBeAnImage() throws Exception {
        BodyPublisher body = BodyPublishers.ofByteArray(PNG_START);
        assertProblem(lookup("", "text/plain", body), 415, "unsupported-media-type", "not text/plain");
        assertProblem(
                lookup("", "application/x-www-form-urlencoded", body), 415, "unsupported-media-type", "Content-Type");
    }

    @Test
    void shouldRefuseWhatIsTooLargeWithOrWithoutALengthSaid() throws Exception {
        byte[] large = new byte[300_000];
        System.arraycopy(PNG_START, 0, large, 0, PNG_START.length);

        assertProblem(lookup("", "image/png", BodyPublishers.ofByteArray(large)), 413, "too-large", "102400");
        assertProblem(
                lookup("", "image/png", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
                413,
                "too-large",
                "102400");
    }

    @Test
    void shouldNameWhatIsThereForWhatIsNot() throws Exception {
        assertProblem(get("/v2/lookup"), 404, "not-found", "/v2/lookup");
        assertProblem(get("/v1/lookup"), 405, "method-not-allowed", "POST");
    }

    @Test
    void shouldBeHealthyForDockerCompose() throws Exception {
        List<String> check = ComposeFile.list(ComposeFile.map(
                        ComposeFile.read(Path.of("..")).service("query-1").get("healthcheck"))
                .get("test"));

        String script = check.getLast().replace("/8080", "/" + server.address().getPort());
        Process asked = new ProcessBuilder(check.get(1), check.get(2), script).start();

        assertThat(asked.waitFor()).as(script).isZero();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> lookup(String query, String mediaType, BodyPublisher body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri("/v1/lookup" + query))
                        .header("Content-Type", mediaType)
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return server.address().resolve(path);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String type, String detail)
            throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:semblance:problem:" + type);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).contains(detail);
    }
}
