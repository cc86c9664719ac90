package dev.semblance.standalone.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
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
        boolean contains(int partition, long offset) {
            return shards.stream().anyMatch(shard -> shard.shard() == partition && shard.nextOffset() > offset);
        }

        /** How many of the records below these offsets are in the index, a partition each. */
        long indexedOf(Map<Integer, Long> nextOffsets) {
            return shards.stream()
                    .mapToLong(shard -> Math.min(shard.nextOffset(), nextOffsets.getOrDefault(shard.shard(), 0L)))
                    .sum();
        }
    }

    /** An answer to a lookup. */
    public record Answer(String modelVersion, Index index, List<Neighbour> neighbours) {}

    /** Where the service stands. */
    public record Status(
            boolean ready,
            @Nullable String modelVersion,
            @Nullable Index index) {
        public Optional<Index> live() {
            return Optional.ofNullable(index);
        }
    }

    int port() {
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

    private <T> T send(HttpRequest request, Class<T> type) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return JSON.readValue(response.body(), type);
    }

    @Override
    public void close() {
        http.close();
    }
}
