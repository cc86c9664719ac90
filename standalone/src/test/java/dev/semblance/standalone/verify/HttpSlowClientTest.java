package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.semblance.query.QueryServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not take their answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSlowClientTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, String> IMPATIENT = Map.of("serve.idle", "1s");
    private static final Map<String, String> PATIENT = Map.of("serve.idle", "1h");
    /** Its answer has some 7 MB, which is more than fits between the two ends of a connection. */
    private static final String LARGE = IntStream.range(0, 90)
            .mapToObj(i -> "{\"id\":\"boot-" + i + "\"}")
            .collect(Collectors.joining(",", "{\"k\":1000,\"queries\":[", "]}"));

    private Asking asking;
    private LiveService service;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        asking = new Asking();
        service = LiveService.start(folder);
    }

    @AfterAll
    void stop() {
        service.close();
        asking.close();
    }

    @Test
    void shouldCutOffAClientThatTakesNothing() throws Exception {
        try (QueryServer node = serve(IMPATIENT);
                Socket slow = ask(node, 4 * 1024)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(asking.get(node, "/metrics").body())
                            .contains("semblance_slow_clients_total 1.0"));

            assertThat(missing(slow.getInputStream(), 0)).isPositive();
            assertThat(asking.get(node, "/v1/images/boot-1").statusCode()).isEqualTo(200);
        }
    }

    /** It takes longer for the whole than a client may take for a piece. */
    @Test
    void shouldWaitForAClientThatIsSlow() throws Exception {
        try (QueryServer node = serve(Map.of("serve.idle", "2s"));
                Socket slow = ask(node, 256 * 1024)) {
            assertThat(missing(slow.getInputStream(), 100)).isZero();
            assertThat(asking.get(node, "/metrics").body()).contains("semblance_slow_clients_total 0.0");
        }
    }

    /** One has sent half of its body, one a whole request, and one nothing. */
    @Test
    @Timeout(120)
    void shouldCutOffClientsThatSendNothing() throws Exception {
        try (QueryServer node = serve(IMPATIENT);
                Socket half = send(node, 64 * 1024, 2 * LARGE.length(), LARGE);
                Socket whole = send(node, 64 * 1024, 2, "{}");
                Socket nothing =
                        new Socket(node.address().getHost(), node.address().getPort())) {
            for (Socket socket : new Socket[] {half, whole, nothing}) {
                assertThat(closes(socket.getInputStream())).isTrue();
            }
            assertThat(asking.get(node, "/metrics").body()).contains("semblance_slow_clients_total 0.0");
        }
    }

    /** Returns when it is closed. */
    private static boolean closes(InputStream in) throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    @Timeout(120)
    void shouldAnswerOthersAndCloseMeanwhile() throws Exception {
        QueryServer node = serve(PATIENT);
        try (Socket first = ask(node, 4 * 1024);
                Socket second = ask(node, 4 * 1024)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(asking.get(node, "/metrics").body())
                            .as("both are being answered")
                            .contains("semblance_lookup_seconds_count{step=\"search\"} 2"));

            assertThat(asking.get(node, "/v1/images/boot-1").statusCode()).isEqualTo(200);
            node.close();

            assertThat(missing(first.getInputStream(), 0)).isPositive();
            assertThat(missing(second.getInputStream(), 0)).isPositive();
        }
    }

    private QueryServer serve(Map<String, String> settings) throws IOException {
        QueryServer node = service.serve(LiveService.LABELLED, settings);
        await().atMost(SOON).until(() -> asking.get(node, "/readyz").statusCode() == 200);
        return node;
    }

    private static Socket ask(QueryServer node, int receiveBuffer) throws IOException {
        return send(node, receiveBuffer, LARGE.length(), LARGE);
    }

    private static Socket send(QueryServer node, int receiveBuffer, int length, String body) throws IOException {
        String request = String.join(
                "\r\n",
                "POST /v1/lookup HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: " + length,
                "",
                body);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(
                new InetSocketAddress(node.address().getHost(), node.address().getPort()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** How many bytes of what was promised do not come. */
    private static long missing(InputStream in, long pauseMillis) throws Exception {
        long bytes = 0;
        long promised = 0;
        byte[] piece = new byte[64 * 1024];
        try {
            while (promised == 0 || bytes < promised) {
                int length = in.read(piece);
                if (length < 0) {
                    break;
                }
                if (promised == 0) {
                    String head = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
                    promised = Long.parseLong(head.replaceFirst("(?si).*content-length: (\\d+).*", "$1"))
                            + head.indexOf("\r\n\r\n")
                            + 4;
                }
                bytes += length;
                Thread.sleep(pauseMillis);
            }
        } catch (SocketException e) {
            // what was sent before may be lost, too
        }
        assertThat(promised).as("else it would fit").isGreaterThan(5_000_000);
        return promised - bytes;
    }
}
