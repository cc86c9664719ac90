package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.semblance.query.QueryServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks query nodes over HTTP, and holds each answer to the contract. Safe for use by several threads. */
final class Asking implements AutoCloseable {
    static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpContract contract;
    private final Set<String> answers = new ConcurrentSkipListSet<>();

    Asking() throws IOException {
        contract = HttpContract.load();
    }

    HttpContract contract() {
        return contract;
    }

    /** What was answered so far, as {@link HttpContract#answers()} names it. */
    Set<String> answers() {
        return new TreeSet<>(answers);
    }

    HttpResponse<String> get(QueryServer node, String path) throws IOException, InterruptedException {
        return exchange(request(node, path));
    }

    HttpResponse<String> post(QueryServer node, String path, String json) throws IOException, InterruptedException {
        return send(node, path, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** @param mediaType empty for none */
    HttpResponse<String> send(QueryServer node, String path, String mediaType, byte[] body)
            throws IOException, InterruptedException {
        return exchange(posting(node, path, mediaType, body));
    }

    CompletableFuture<HttpResponse<String>> sendAsync(QueryServer node, String path, String mediaType, byte[] body) {
        HttpRequest request = posting(node, path, mediaType, body).build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(response -> checked(request, response));
    }

    HttpResponse<String> exchange(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        return checked(request, http.send(request, BodyHandlers.ofString()));
    }

    /** The first of a stream of server-sent events, which is left then. */
    String firstEvent(QueryServer node, String path) throws IOException, InterruptedException {
        HttpRequest request = request(node, path).build();
        HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            String event = lines.takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n", "", "\n\n"));
            answers.add(contract.check(request.method(), request.uri().getRawPath(), new Received(response, event)));
            return event;
        }
    }

    static HttpRequest.Builder request(QueryServer node, String path) {
        return HttpRequest.newBuilder(URI.create(node.address() + path));
    }

    private static HttpRequest.Builder posting(QueryServer node, String path, String mediaType, byte[] body) {
        HttpRequest.Builder request = request(node, path).POST(BodyPublishers.ofByteArray(body));
        return mediaType.isEmpty() ? request : request.header("Content-Type", mediaType);
    }

    private HttpResponse<String> checked(HttpRequest request, HttpResponse<String> response) {
        try {
            answers.add(contract.check(request.method(), request.uri().getRawPath(), response));
            return response;
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    /** Fails unless the answer is this problem. */
    static void assertProblem(HttpResponse<String> response, int status, String type, String detail)
            throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = json(response);
        assertThat(problem.get("type").asText()).isEqualTo("urn:semblance:problem:" + type);
        assertThat(problem.get("detail").asText()).contains(detail);
    }

    @Override
    public void close() {
        http.close();
    }
}
