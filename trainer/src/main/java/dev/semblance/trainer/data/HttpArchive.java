package dev.semblance.trainer.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An archive at an address.
 *
 * @param address of the archive
 * @param connectTimeout to give up on a place that cannot be reached
 */
record HttpArchive(URI address, Duration connectTimeout) implements CifarSource {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public Path fetch(Path folder) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(Redirect.NORMAL)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).build();
            HttpResponse<Path> response = client.send(request, BodyHandlers.ofFile(folder.resolve("archive.tar.gz")));
            if (response.statusCode() != 200) {
                throw new IOException("it answered with status " + response.statusCode());
            }
            return response.body();
        }
    }
}
