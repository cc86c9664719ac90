package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.index.IndexedImage;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.config.Settings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients should not send is answered as the contract says, and the service goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpBadInputTest {
    private static final byte[] PICTURE = picture();
    private static final int MAX_REQUESTS = 4;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    private HttpContract contract;
    private KnownTopic topic;
    private QueryServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        contract = HttpContract.load();
        topic = KnownTopic.start(folder);
        PlantedIndex index = new PlantedIndex(topic, topic.publish("sturdy"), folder);
        IndexedImage[] images = IntStream.range(1, 200)
                .mapToObj(grey -> new IndexedImage(
                        "image-" + grey, embedding(grey), Optional.of("grey"), Map.of("note", "x".repeat(2_000))))
                .toArray(IndexedImage[]::new);
        index.announce(1, 1, index.shard(0, 200, images));
        index.goLive();
        server = QueryNode.start(Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap", topic.bootstrap(),
                        "store.models", folder.resolve("models").toString(),
                        "store.index", folder.resolve("store").toString(),
                        "serve.model", "sturdy",
                        "serve.cache", folder.resolve("cache").toString(),
                        "serve.max-batch", "10",
                        "serve.max-requests", Integer.toString(MAX_REQUESTS),
                        "serve.max-request-bytes", "100KiB",
                        "serve.port", "0")));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask("image/png", "", PICTURE).statusCode() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
        topic.close();
        http.close();
    }

    /** Whatever was sent, the next one is answered. */
    @AfterEach
    void shouldStillAnswer() throws Exception {
        assertThat(ask("image/png", "", PICTURE).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerForStrangeImages() throws Exception {
        byte[] jpeg = jpeg();
        assertProblem(ask("image/jpeg", "", Arrays.copyOf(jpeg, jpeg.length / 2)), 422, "bad-image", "end is missing");
        assertProblem(ask("image/png", "", Arrays.copyOf(PICTURE, 40)), 422, "bad-image", "undecodable");
        assertProblem(ask("image/png", "", new byte[0]), 422, "bad-image", "empty");
        assertProblem(ask("image/png", "", bomb()), 413, "too-large", "too-many-pixels");
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
        assertThat(neighbours("image/png", written("png", ramp(BufferedImage.TYPE_USHORT_GRAY, 257))))
                .as("16 bits a sample are read as 8")
                .isEqualTo(neighbours("image/png", written("png", ramp(BufferedImage.TYPE_BYTE_GRAY, 1))));
        assertThat(neighbours("image/gif", animation(1)))
                .as("an animation is its first picture")
                .isEqualTo(neighbours("image/gif", animation(2)));
    }

    @Test
    void shouldAnswerForVectorsThatCannotBeCompared() throws Exception {
        assertProblem(ask("application/octet-stream", "", floats(1, 2)), 422, "bad-vector", "have 8 values, not 2");
        assertProblem(ask("application/octet-stream", "", new byte[32]), 422, "bad-vector", "no direction");
        assertProblem(ask("application/octet-stream", "", new byte[33]), 422, "bad-vector", "whole number");
        assertProblem(
                ask("application/octet-stream", "", floats(1, 0, 0, 0, 0, 0, 0, Float.NaN)),
                422,
                "bad-vector",
                "not a finite number");
        assertThat(ask("application/octet-stream", "", floats(3, 0, 0, 4, 0, 0, 0, 0))
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
        JsonNode none = json.readTree(
                ask("image/png", "?label=nobody&attr.colour=red", PICTURE).body());
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
        assertField(post("{\"queries\":[{\"id\":\"image-1\",\"vector\":[1]}]}"), "/queries/0");
        assertField(post("{\"queries\":[{\"id\":\"image-1\"},{\"idd\":1}]}"), "/queries/1/idd");
        assertField(post("{\"queries\":[{\"vector\":[1,\"a\"]}]}"), "/queries/0/vector/1");
        assertField(post("{\"queries\":[{\"image\":\"@@@\"}]}"), "/queries/0/image");
        assertField(post("{\"k\":\"many\",\"queries\":[{\"id\":\"image-1\"}]}"), "/k");
        assertField(post("{\"k\":0,\"queries\":[{\"id\":\"image-1\"}]}"), "/k");
        assertField(post("{\"queries\":[{\"id\":\"image-1\"},{\"id\":\"nobody\"}]}"), "/queries/1/id");
        assertField(post("{\"filter\":{\"labels\":3},\"queries\":[{\"id\":\"image-1\"}]}"), "/filter/labels");
        assertThat(post("{\"k\":\"many\",\"queries\":[]}").body())
                .as("no name of a class of ours, or of Java's")
                .contains("this is not a whole number")
                .doesNotContain("java.");
    }

    /** What is almost of the type that the contract says, and what stands in a list but is nothing. */
    @Test
    void shouldTakeNoJsonThatTheContractDoesNot() throws Exception {
        String queries = "\"queries\":[{\"id\":\"image-1\"}]";
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
        assertField(post("{\"queries\":{\"id\":\"image-1\"}}"), "/queries");
        assertField(post("{\"queries\":[[]]}"), "/queries/0");
        assertField(post("{\"queries\":[{\"id\":\"image-1\",\"label\":\"grey\"}]}"), "/queries/0/label");
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
                .mapToObj(i -> "{\"id\":\"image-1\"}")
                .collect(Collectors.joining(",", "{\"queries\":[", "]}"));
        assertField(post(eleven), "/queries");
        assertProblem(post("{\"queries\":[{\"id\":\"" + "x".repeat(110_000) + "\"}]}"), 413, "too-large", "102400");
    }

    /** A length is said, and less is sent. */
    @Test
    void shouldNotMindAClientThatBreaksOff() throws Exception {
        for (int i = 0; i < 2 * MAX_REQUESTS; i++) {
            try (Socket socket = open("image/png", 5_000, "")) {
                socket.getOutputStream().write(PICTURE, 0, 20);
                socket.getOutputStream().flush();
            }
        }
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
                JsonNode problem = json.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
                assertThat(contract.faults(contract.at("/components/schemas/Problem"), problem))
                        .as(answer)
                        .isEmpty();
            }
        }
    }

    /** As many as there are places for, twice, and none of them ever gets to the end of its request or its answer. */
    @Test
    void shouldGiveNoPlaceToClientsThatAreSlow() throws Exception {
        List<Socket> slow = new ArrayList<>();
        String batch = IntStream.range(0, 10)
                .mapToObj(i -> "{\"id\":\"image-" + (i + 1) + "\"}")
                .collect(Collectors.joining(",", "{\"k\":199,\"queries\":[", "]}"));
        for (int i = 0; i < MAX_REQUESTS; i++) {
            slow.add(open("image/png", 5_000, "slow"));
            // Some 4 MB of answer, which is more than fits between the two.
            slow.add(open("application/json", batch.length(), batch));
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(get("/metrics").body()).contains("semblance_requests_in_work 0.0"));

        for (int i = 0; i < MAX_REQUESTS; i++) {
            assertThat(ask("image/png", "", PICTURE).statusCode()).isEqualTo(200);
        }
        for (Socket socket : slow) {
            socket.close();
        }
    }

    /** All places are taken by requests that wait for a record that does not come. */
    @Test
    void shouldRefuseAtOnceWhatIsMoreThanItCanDo() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < MAX_REQUESTS; i++) {
            waiting.add(http.sendAsync(request("image/png", "?after=0:99999", PICTURE), BodyHandlers.ofString()));
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(get("/metrics").body())
                        .contains("semblance_requests_in_work " + MAX_REQUESTS + ".0"));

        HttpResponse<String> refused = ask("image/png", "", PICTURE);

        assertProblem(refused, 429, "too-many-requests", "ask again");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        for (CompletableFuture<HttpResponse<String>> behind : waiting) {
            assertProblem(behind.get(), 503, "index-behind", "behind");
        }
    }

    /** Whoever comes in a crowd is answered or refused, and nobody in another way. */
    @Test
    void shouldAnswerOrRefuseEachOfACrowd() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
        for (int i = 0; i < 10 * MAX_REQUESTS; i++) {
            crowd.add(http.sendAsync(request("image/png", "", PICTURE), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> one : crowd) {
            assertThat(one.get().statusCode()).isIn(200, 429);
            contract.check("POST", "/v1/lookup", one.get());
        }
    }

    private void assertField(HttpResponse<String> response, String pointer) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        contract.check("POST", "/v1/lookup", response);
        assertThat(json.readTree(response.body()).at("/errors/0/pointer").asText())
                .as(response.body())
                .isEqualTo(pointer);
    }

    private void assertProblem(HttpResponse<String> response, int status, String type, String detail)
            throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = json.readTree(response.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:semblance:problem:" + type);
        assertThat(problem.get("detail").asText()).contains(detail);
        assertThat(contract.faults(json.readTree("{\"$ref\":\"#/components/schemas/Problem\"}"), problem))
                .isEmpty();
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

    private HttpResponse<String> ask(String type, String query, byte[] body) throws Exception {
        return http.send(request(type, query, body), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws Exception {
        return ask("application/json", "", body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = server.address().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private HttpRequest request(String type, String query, byte[] body) {
        return HttpRequest.newBuilder(server.address().resolve("/v1/lookup" + query))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static Embedding embedding(int seed) {
        Random random = new Random(seed);
        float[] values = new float[8];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Embedding.normalised(values);
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] picture() {
        byte[] samples = new byte[64];
        new Random(1).nextBytes(samples);
        return PngEncoder.encode(new Pixels(8, 8, 1, samples));
    }

    private static byte[] written(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage ramp(int type, int step) {
        BufferedImage image = new BufferedImage(9, 9, type);
        for (int i = 0; i < 81; i++) {
            image.getRaster().setSample(i % 9, i / 9, 0, (i * 3 + 7) * step);
        }
        return image;
    }

    private String neighbours(String type, byte[] image) throws Exception {
        HttpResponse<String> response = ask(type, "", image);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body()).get("neighbours").toString();
    }

    /** The first picture is always the same, those after it are not. */
    private static byte[] animation(int pictures) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream target = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(target);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < pictures; i++) {
                BufferedImage picture = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
                for (int at = 0; at < 81; at++) {
                    picture.getRaster().setSample(at % 9, at / 9, 0, (at * (i + 3) + 40) % 256);
                }
                writer.writeToSequence(new IIOImage(picture, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt());
        }
        return written("jpg", image);
    }

    /** Some 100 bytes that say that they are 10,000 by 10,000 pixels. */
    private static byte[] bomb() {
        byte[] png = PICTURE.clone();
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
        return png;
    }
}
