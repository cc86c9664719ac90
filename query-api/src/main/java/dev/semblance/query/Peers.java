package dev.semblance.query;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** Asks other query nodes for what they keep. Safe for use by several threads. */
final class Peers implements AutoCloseable {
    /** Tells a node that another one asks, which it does not ask in its turn. */
    static final String FORWARDED = "Semblance-Forwarded";

    private static final Duration CONNECTING = Duration.ofSeconds(1);
    private static final Duration ANSWERING = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();

    /**
     * What a node answers.
     *
     * @param path with its query
     * @throws ProblemException if it does not
     */
    byte[] get(HostInfo node, String path) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + node.host() + ":" + node.port() + path))
                            .timeout(ANSWERING)
                            .header(FORWARDED, "true")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw unavailable(node, "answers with status " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw unavailable(node, "does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(node, "was not waited for");
        }
    }

    private static ProblemException unavailable(HostInfo node, String what) {
        return new ProblemException(
                ProblemType.COUNTS_UNAVAILABLE,
                "node " + node.host() + ":" + node.port() + ", which keeps the counts, " + what + "; try again");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
