package dev.semblance.standalone.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;

/** What a JobManager tells over HTTP. */
final class JobManagerPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    JobManagerPage(Configuration configuration) {
        address = URI.create(
                "http://" + configuration.get(RestOptions.ADDRESS) + ":" + configuration.get(RestOptions.PORT));
    }

    URI address() {
        return address;
    }

    boolean answers() throws InterruptedException {
        return read("/overview").isPresent();
    }

    boolean hasTaskManager(String id) throws InterruptedException {
        return read("/taskmanagers")
                .filter(text -> text.contains('"' + id + '"'))
                .isPresent();
    }

    private Optional<String> read(String path) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not yet, or not any more
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
