package dev.semblance.standalone.service;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.ClassificationMetric;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a query service over HTTP, as any application would. */
public final class QueryClient implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    public QueryClient(URI address) {
        this.address = address;
    }

    /** A neighbour, as the service tells it. */
    public record Neighbour(int rank, String id, @Nullable String label, float distance) {}

    /** A shard, as the service tells it. */
    public record Shard(int shard, long nextOffset, long documents) {}

    /** A commit, as the service tells it. */
    public record Index(long generation, long checkpointId, long documents, List<Shard> shards) {
        /** Whether the record at this place is in the index. */
        public boolean contains(int partition, long offset) {
            return shards.stream().anyMatch(shard -> shard.shard() == partition && shard.nextOffset() > offset);
        }

        /** How many of the records below these offsets are in the index, a partition each. */
        public long indexedOf(Map<Integer, Long> nextOffsets) {
            return shards.stream()
                    .mapToLong(shard -> Math.min(shard.nextOffset(), nextOffsets.getOrDefault(shard.shard(), 0L)))
                    .sum();
        }
    }

    /** An answer to a lookup. */
    public record Answer(String modelVersion, Index index, List<Neighbour> neighbours) {}

    /** What became of labelled queries at a threshold, as the service tells it. */
    public record Counts(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
        /** The value of a metric there. */
        public double value(ClassificationMetric metric) {
            return metric.of(new ClassificationCounts(truePositives, falsePositives, trueNegatives, falseNegatives));
        }
    }

    /** A cutpoint, as the service tells it. */
    public record Cutpoint(String name, float distance, Counts counts) {}

    /** A target that cannot be met, as the service tells it. */
    public record Unmet(String name, String metric, double bound, double best) {}

    /** How often queries of classes that were hidden from the index are accepted, as the service tells it. */
    public record Unknown(List<String> classes, int queries, Map<String, Double> acceptRates) {}

    /** A calibration, as the service tells it. */
    public record Calibration(
            String name,
            String modelVersion,
            String matcher,
            int k,
            String metric,
            List<Cutpoint> cutpoints,
            List<Unmet> unmet,
            @Nullable Unknown unknown) {}

    /** A confusion matrix, as the service tells it. */
    public record Confusion(List<String> labels, List<List<Long>> counts, List<Long> noMatch) {}

    /** Means of retrieval metrics, as the service tells them. */
    public record Retrieval(Map<String, Double> micro, Map<String, Double> macro) {}

    /** An evaluation, as the service tells it. */
    public record Evaluation(
            String modelVersion,
            String calibration,
            int queries,
            List<Cutpoint> cutpoints,
            Confusion confusion,
            Retrieval retrieval) {}

    /** What a query was taken for, as the service tells it. */
    public record Match(
            String queryId,
            boolean matched,
            @Nullable String label,
            @Nullable String nearestLabel,
            @Nullable Float distance,
            @Nullable Float threshold) {}

    private record MatchAnswer(Match match) {}

    /** A pair of classes; {@code predicted} is null for no match. */
    public record Pair(String actual, @Nullable String predicted, long count) {}

    /** What is seen of labelled matches; null where there are none to divide by. */
    public record Quality(
            @Nullable Double accuracy,
            @Nullable Double precision,
            @Nullable Double coverage) {}

    /** What the calibration promised. */
    public record Promise(double precision, double coverage) {}

    /** What matches turned out to be. */
    public record ConfusionWindow(
            long matches,
            long noMatch,
            long labelled,
            Quality quality,
            @Nullable Promise promise,
            List<Pair> matrix,
            List<Pair> confused) {}

    private record Accepted(int accepted) {}

    /** Where the service stands. */
    public record Status(
            boolean ready,
            @Nullable String modelVersion,
            @Nullable Index index) {
        public Optional<Index> live() {
            return Optional.ofNullable(index);
        }
    }

    /** Port of the service. */
    public int port() {
        return address.getPort();
    }

    /** Looks up one image file. */
    public Answer lookup(byte[] image, String mediaType, int k) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/lookup?k=" + k))
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        return send(request, Answer.class);
    }

    public Status status() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve("/v1/status")).GET().build(), Status.class);
    }

    /** Asks for a calibration with this request, as {@code openapi.yaml} has it. */
    public Calibration calibrate(Map<String, Object> request) throws IOException, InterruptedException {
        return post("/v1/calibrations", request, Calibration.class);
    }

    /** Asks how well labelled queries are answered, as {@code openapi.yaml} has it. */
    public Evaluation evaluate(Map<String, Object> request) throws IOException, InterruptedException {
        return post("/v1/evaluations", request, Evaluation.class);
    }

    /** Asks what one image file is. */
    public Match match(byte[] image, String mediaType) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/match"))
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        return send(request, MatchAnswer.class).match();
    }

    /** Confirms the classes of queries, by query id. */
    public void label(Map<String, String> labels) throws IOException, InterruptedException {
        List<Map<String, String>> all = labels.entrySet().stream()
                .map(label -> Map.of("queryId", label.getKey(), "label", label.getValue()))
                .toList();
        post("/v1/labels", Map.of("labels", all), Accepted.class);
    }

    /** What the matches of a window turned out to be. */
    public ConfusionWindow confusion(String window) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/confusion?window=" + window))
                .GET()
                .build();
        return send(request, ConfusionWindow.class);
    }

    private <T> T post(String path, Map<String, Object> body, Class<T> type) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        return send(request, type);
    }

    /**
     * Sends.
     *
     * @throws IOException if the service refuses, saying why, or is not there
     */
    private <T> T send(HttpRequest request, Class<T> type) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new IOException("no query service answers at " + address + ": start one with './semblance serve'", e);
        }
        if (response.statusCode() >= 300) {
            throw new IOException(request.uri().getPath() + " was answered with " + response.statusCode() + ": "
                    + detail(response.body()));
        }
        return JSON.readValue(response.body(), type);
    }

    /** What a problem says; the body itself where it is none. */
    private static String detail(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return JSON.readTree(text).path("detail").asText(text);
        } catch (IOException e) {
            return text;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
