package dev.semblance.standalone.verify;

import static dev.semblance.standalone.verify.Asking.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.query.QueryServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients should not send is answered as the contract says, and the service goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpBadInputTest {
    private static final byte[] PICTURE = Pictures.png();

    private Asking asking;
    private LiveService service;
    private QueryServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        asking = new Asking();
        service = LiveService.start(folder);
        server = service.serve(
                LiveService.LABELLED, Map.of("serve.max-batch", "10", "serve.max-request-bytes", "100KiB"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask("image/png", "", PICTURE).statusCode() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
        service.close();
        asking.close();
    }

    /** Whatever was sent, the next one is answered. */
    @AfterEach
    void shouldStillAnswer() throws Exception {
        assertThat(ask("image/png", "", PICTURE).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerForStrangeImages() throws Exception {
        byte[] jpeg = Pictures.jpeg();
        assertProblem(ask("image/jpeg", "", Arrays.copyOf(jpeg, jpeg.length / 2)), 422, "bad-image", "cut short after");
        assertProblem(ask("image/png", "", Arrays.copyOf(PICTURE, 40)), 422, "bad-image", "undecodable");
        assertProblem(ask("image/png", "", new byte[0]), 422, "bad-image", "empty");
        assertProblem(ask("image/png", "", Pictures.bomb()), 413, "too-large", "too-many-pixels");
        assertProblem(
                ask("image/webp", "", "RIFF....WEBP".getBytes(StandardCharsets.UTF_8)),
                422,
                "bad-image",
                "not a PNG, JPEG, GIF or BMP");
        assertThat(ask("image/png", "", PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {99})))
                        .statusCode())
                .as("one pixel")
                .isEqualTo(200);
        assertThat(ask("image/jpeg", "", jpeg).statusCode()).isEqualTo(200);
        assertThat(neighbours("image/png", Pictures.written("png", Pictures.ramp(BufferedImage.TYPE_USHORT_GRAY, 257))))
                .as("16 bits a sample are read as 8")
                .isEqualTo(neighbours(
                        "image/png", Pictures.written("png", Pictures.ramp(BufferedImage.TYPE_BYTE_GRAY, 1))));
        assertThat(neighbours("image/gif", Pictures.animation(1)))
                .as("an animation is its first picture")
                .isEqualTo(neighbours("image/gif", Pictures.animation(2)));
    }

    @Test
    void shouldAnswerForVectorsThatCannotBeCompared() throws Exception {
        assertProblem(
                ask("application/octet-stream", "", Pictures.vector(1, 2)), 422, "bad-vector", "have 8 values, not 2");
        assertProblem(ask("application/octet-stream", "", new byte[32]), 422, "bad-vector", "no direction");
        assertProblem(ask("application/octet-stream", "", new byte[33]), 422, "bad-vector", "whole number");
        assertProblem(
                ask("application/octet-stream", "", Pictures.vector(1, 0, 0, 0, 0, 0, 0, Float.NaN)),
                422,
                "bad-vector",
                "not a finite number");
        assertThat(ask("application/octet-stream", "", Pictures.vector(3, 0, 0, 4, 0, 0, 0, 0))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerForParametersThatCannotBe() throws Exception {
        assertProblem(ask("image/png", "?k=0", PICTURE), 400, "bad-request", "k is 1 to 1000, not '0'");
        assertProblem(ask("image/png", "?k=1000000", PICTURE), 400, "bad-request", "not '1000000'");
        assertProblem(ask("image/png", "?limit=3", PICTURE), 400, "bad-request", "no query parameter 'limit'");
        assertProblem(ask("image/png", "?k=1&k=2", PICTURE), 400, "bad-request", "given once");
        assertProblem(ask("image/png", "?exact=perhaps", PICTURE), 400, "bad-request", "true or false");
        assertProblem(ask("image/png", "?exact=true&ef=3", PICTURE), 400, "bad-request", "give one of");
        assertProblem(ask("image/png", "?radius=-1", PICTURE), 400, "bad-request", "0 or more");
        assertProblem(ask("image/png", "?include=thumbs", PICTURE), 400, "bad-request", "not 'thumbs'");
        assertProblem(ask("image/png", "?after=12", PICTURE), 400, "bad-request", "PARTITION:OFFSET");
        JsonNode none = Asking.json(ask("image/png", "?label=nobody&attr.colour=red", PICTURE));
        assertThat(none.get("neighbours")).as("an unknown label finds nothing").isEmpty();
        assertProblem(get("/v1/images/nobody"), 404, "not-found", "'nobody'");
        assertProblem(get("/v1/images/nobody/neighbours"), 404, "not-found", "'nobody'");
        assertProblem(get("/v1/calibrations/nobody"), 404, "not-found", "'nobody'");
    }

    @Test
    void shouldNameTheFieldOfJsonThatIsToBlame() throws Exception {
        assertProblem(post("{\"queries\":["), 400, "bad-request", "no JSON");
        assertProblem(post("null"), 400, "bad-request", "not null");
        assertField(post("{}"), "/queries");
        assertField(post("{\"queries\":[]}"), "/queries");
        assertField(post("{\"queries\":[null]}"), "/queries/0");
        assertField(post("{\"queries\":[{\"id\":\"boot-1\",\"vector\":[1]}]}"), "/queries/0");
        assertField(post("{\"queries\":[{\"id\":\"boot-1\"},{\"idd\":1}]}"), "/queries/1/idd");
        assertField(post("{\"queries\":[{\"vector\":[1,\"a\"]}]}"), "/queries/0/vector/1");
        assertField(post("{\"queries\":[{\"image\":\"@@@\"}]}"), "/queries/0/image");
        assertField(post("{\"k\":\"many\",\"queries\":[{\"id\":\"boot-1\"}]}"), "/k");
        assertField(post("{\"k\":0,\"queries\":[{\"id\":\"boot-1\"}]}"), "/k");
        assertField(post("{\"queries\":[{\"id\":\"boot-1\"},{\"id\":\"nobody\"}]}"), "/queries/1/id");
        assertField(post("{\"filter\":{\"labels\":3},\"queries\":[{\"id\":\"boot-1\"}]}"), "/filter/labels");
        assertThat(post("{\"k\":\"many\",\"queries\":[]}").body())
                .as("no name of a class of ours, or of Java's")
                .contains("this is not a whole number")
                .doesNotContain("java.");
    }

    /** What is almost of the type that the contract says, and what stands in a list but is nothing. */
    @Test
    void shouldTakeNoJsonThatTheContractDoesNot() throws Exception {
        String queries = "\"queries\":[{\"id\":\"boot-1\"}]";
        assertField(post("{\"k\":\"5\"," + queries + "}"), "/k");
        assertField(post("{\"k\":5.5," + queries + "}"), "/k");
        assertField(post("{\"k\":99999999999," + queries + "}"), "/k");
        assertField(post("{\"exact\":1," + queries + "}"), "/exact");
        assertField(post("{\"exact\":\"true\"," + queries + "}"), "/exact");
        assertField(post("{\"radius\":\"0.5\"," + queries + "}"), "/radius");
        assertField(post("{\"radius\":1e400," + queries + "}"), "/radius");
        assertField(post("{\"queries\":[{\"id\":7}]}"), "/queries/0/id");
        assertField(post("{\"queries\":[{\"vector\":[1,null]}]}"), "/queries/0/vector/1");
        assertField(post("{\"queries\":[{\"vector\":\"AACAPw==\"}]}"), "/queries/0/vector");
        assertField(post("{\"filter\":{\"labels\":[null]}," + queries + "}"), "/filter/labels/0");
        assertField(post("{\"filter\":{\"attributes\":{\"a\":null}}," + queries + "}"), "/filter/attributes/a");
        assertField(post("{\"filter\":{\"attributes\":{\"a\":1}}," + queries + "}"), "/filter/attributes/a");
        assertField(post("{\"after\":[null]," + queries + "}"), "/after/0");
        assertField(post("{\"include\":[null]," + queries + "}"), "/include/0");
        assertField(post("{\"queries\":{\"id\":\"boot-1\"}}"), "/queries");
        assertField(post("{\"queries\":[[]]}"), "/queries/0");
        assertField(post("{\"queries\":[{\"id\":\"boot-1\",\"label\":\"boot\"}]}"), "/queries/0/label");
        assertProblem(post("{" + queries + "} {}"), 400, "bad-request", "goes on");
        assertProblem(post("{" + queries + ",\"k\":1,\"k\":2}"), 400, "bad-request", "no JSON");
        assertProblem(post("{\"k\":NaN," + queries + "}"), 400, "bad-request", "no JSON");
        assertProblem(post(""), 400, "bad-request", "");
        assertProblem(post("[]"), 400, "bad-request", "not an object");
        assertThat(post("{\"k\":null," + queries + "}").statusCode())
                .as("null is what is not given")
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseBodiesThatAreTooLarge() throws Exception {
        String eleven = IntStream.range(0, 11)
                .mapToObj(i -> "{\"id\":\"boot-1\"}")
                .collect(Collectors.joining(",", "{\"queries\":[", "]}"));
        assertField(post(eleven), "/queries");
        assertProblem(post("{\"queries\":[{\"id\":\"" + "x".repeat(110_000) + "\"}]}"), 413, "too-large", "102400");
    }

    /** An answer is made in memory as a whole. */
    @Test
    void shouldRefuseAnswersThatWouldBeTooLarge() throws Exception {
        String ten = IntStream.range(0, 10)
                .mapToObj(i -> "{\"id\":\"boot-1\"}")
                .collect(Collectors.joining(",", "\"queries\":[", "]}"));

        assertField(
                post("{\"k\":1000,\"include\":[\"vector\"]," + ten.replace("]}", ",{\"id\":\"boot-1\"}]}")),
                "/queries");
        assertThat(post("{\"k\":1000,\"include\":[\"vector\"]," + ten).statusCode())
                .isEqualTo(200);
        try (QueryServer wide = service.serve(LiveService.LABELLED, Map.of("serve.max-k", "2000"))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> asking.get(wide, "/readyz").statusCode() == 200);
            for (String more : List.of("vector", "thumbnail")) {
                assertField(asking.post(wide, "/v1/lookup", "{\"k\":1001,\"include\":[\"" + more + "\"]," + ten), "/k");
            }
            assertField(
                    asking.post(wide, "/v1/match", "{\"threshold\":1,\"k\":1001,\"include\":[\"thumbnail\"]," + ten),
                    "/k");
            assertThat(asking.post(wide, "/v1/match", "{\"threshold\":1,\"k\":1001," + ten)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerToWhatIsHardlyHttp() throws Exception {
        for (String start : List.of(
                "GET /v1/images/%zz HTTP/1.1",
                "GET /v1/status?%zz HTTP/1.1",
                "GET /v1/status?a=%zz HTTP/1.1",
                "GET /v1/images/[ HTTP/1.1",
                "GET  HTTP/1.1",
                "nonsense",
                "GET /livez HTTP/1.1\r\nno header",
                "POST /v1/lookup HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: many",
                "POST /v1/lookup HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: -1",
                "POST /v1/lookup HTTP/1.1\r\nContent-Type: nothing\r\nContent-Length: 0",
                "POST /v1/lookup HTTP/1.1\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nzz",
                "GET /livez HTTP/1.1\r\nX: " + "x".repeat(100_000))) {
            try (Socket socket =
                    new Socket(server.address().getHost(), server.address().getPort())) {
                socket.getOutputStream()
                        .write((start + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();

                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(start).matches("(?s)HTTP/1.1 4\\d\\d .*application/problem\\+json.*");
                JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
                assertThat(asking.contract().faults(asking.contract().at("/components/schemas/Problem"), problem))
                        .as(answer)
                        .isEmpty();
            }
        }
    }

    private void assertField(HttpResponse<String> response, String pointer) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        assertThat(Asking.json(response).at("/errors/0/pointer").asText())
                .as(response.body())
                .isEqualTo(pointer);
    }

    private String neighbours(String type, byte[] image) throws Exception {
        HttpResponse<String> response = ask(type, "", image);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body()).get("neighbours").toString();
    }

    private HttpResponse<String> ask(String mediaType, String query, byte[] body) throws Exception {
        return asking.send(server, "/v1/lookup" + query, mediaType, body);
    }

    private HttpResponse<String> post(String json) throws Exception {
        return asking.post(server, "/v1/lookup", json);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return asking.get(server, path);
    }
}
