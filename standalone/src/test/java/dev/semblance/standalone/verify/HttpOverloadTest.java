package dev.semblance.standalone.verify;

import static dev.semblance.standalone.verify.Asking.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.query.QueryServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** More than a node can do, and clients that are slow or go away: it refuses at once, and answers the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpOverloadTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PLACES = 3;
    private static final byte[] PICTURE = Pictures.png();
    /** Its answer has some 7 MB, which is more than fits between the two ends of a connection. */
    private static final String LARGE = IntStream.range(0, 90)
            .mapToObj(i -> "{\"id\":\"boot-" + i + "\"}")
            .collect(Collectors.joining(",", "{\"k\":1000,\"queries\":[", "]}"));
    /** Takes seconds of a core. */
    private static final String LONG =
            "{\"k\":200,\"sample\":{\"size\":900},\"bootstrap\":{\"resamples\":150},\"name\":\"long\"}";

    private Asking asking;
    private LiveService service;
    private QueryServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        asking = new Asking();
        service = LiveService.start(folder);
        server = service.serve(
                LiveService.LABELLED,
                Map.of("serve.max-requests", Integer.toString(PLACES), "serve.max-held-bytes", "16MiB"));
        await().atMost(SOON).until(() -> look().statusCode() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
        service.close();
        asking.close();
    }

    @AfterEach
    void shouldBeFreeAgain() {
        awaitInWork(0);
    }

    @Test
    void shouldRefuseAtOnceWhatIsMoreThanItCanDo() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> working = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            working.add(
                    asking.sendAsync(server, "/v1/calibrations", Asking.JSON, LONG.getBytes(StandardCharsets.UTF_8)));
        }
        awaitInWork(PLACES);

        HttpResponse<String> refused = look();

        assertProblem(refused, 429, "too-many-requests", "ask again");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        for (CompletableFuture<HttpResponse<String>> each : working) {
            assertThat(each.get().statusCode()).isEqualTo(201);
        }
    }

    @Test
    void shouldAnswerOthersWhileManyWaitForTheirRecords() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10 * PLACES; i++) {
            waiting.add(asking.sendAsync(server, "/v1/lookup?after=0:99999", "image/png", PICTURE));
        }

        assertThat(look().statusCode()).isEqualTo(200);

        assertThat(waiting).as("else nobody waited").noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<HttpResponse<String>> each : waiting) {
            assertProblem(each.get(), 503, "index-behind", "behind");
        }
    }

    @Test
    void shouldAnswerOrRefuseEachOfACrowd() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
        for (int i = 0; i < 20 * PLACES; i++) {
            crowd.add(asking.sendAsync(server, "/v1/lookup", "image/png", PICTURE));
        }
        for (CompletableFuture<HttpResponse<String>> one : crowd) {
            assertThat(one.get().statusCode()).isIn(200, 429);
        }
    }

    /** None of them ever gets to the end of its request or its answer. */
    @Test
    void shouldGiveNoPlaceToClientsThatAreSlow() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 2 * PLACES; i++) {
            slow.add(open("image/png", 5_000, "slow"));
        }
        slow.add(open(Asking.JSON, LARGE.length(), LARGE));
        awaitInWork(0);

        assertThat(look().statusCode()).isEqualTo(200);
        close(slow);
    }

    /** Two answers are held by clients that do not read them, and there is no memory for a third. */
    @Test
    void shouldHoldNoMoreAnswersThanThereIsMemoryFor() throws Exception {
        List<Socket> slow = List.of(open(Asking.JSON, LARGE.length(), LARGE), open(Asking.JSON, LARGE.length(), LARGE));
        for (Socket socket : slow) { // its answer is there, and begins to be sent
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200");
        }

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertProblem(asking.post(server, "/v1/lookup", LARGE), 429, "too-many-requests", "ask again"));
        assertThat(look().statusCode()).as("a small one").isEqualTo(200);

        close(slow);
        await().atMost(SOON)
                .until(() -> asking.post(server, "/v1/lookup", LARGE).statusCode() == 200);
    }

    /** A length is said, and less is sent. */
    @Test
    void shouldNotMindAClientThatBreaksOff() throws Exception {
        for (int i = 0; i < 2 * PLACES; i++) {
            open("image/png", 5_000, "broken").close();
        }
        assertThat(look().statusCode()).isEqualTo(200);
    }

    /** One that ends its side early, but still listens, is told. */
    @Test
    void shouldTellAClientThatItsBodyBrokeOff() throws Exception {
        try (Socket socket = open("image/png", 5_000, "short")) {
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("urn:semblance:problem:bad-request", "broke off");
        }
    }

    private HttpResponse<String> look() throws IOException, InterruptedException {
        return asking.send(server, "/v1/lookup", "image/png", PICTURE);
    }

    private void awaitInWork(int requests) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(asking.get(server, "/metrics").body())
                        .contains("semblance_requests_in_work " + requests + ".0"));
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket open(String type, int length, String body) throws IOException {
        String request = String.join(
                "\r\n",
                "POST /v1/lookup HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + type,
                "Content-Length: " + length,
                "",
                body);
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        socket.setReceiveBufferSize(4_096);
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return socket;
    }
}
