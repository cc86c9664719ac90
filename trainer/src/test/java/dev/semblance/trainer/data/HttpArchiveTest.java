package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpArchiveTest {
    private static final int LENGTH = 300_000;

    @TempDir
    Path folder;

    private final byte[] content = new byte[LENGTH];
    /** The range that each request asked for. */
    private final List<Optional<String>> ranges = new ArrayList<>();

    private final Transfer transfer = new Transfer();
    private HttpServer server;
    private String etag = "\"first\"";
    /** Bytes after which the next connections break. */
    private List<Integer> cuts = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Answers ranges as RFC 9110 wants, and breaks the connection where a cut is due. */
    private synchronized void answer(HttpExchange exchange) throws IOException {
        Optional<String> range =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
        ranges.add(range);
        boolean resumes =
                range.isPresent() && etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        int from = resumes ? Integer.parseInt(range.get().replaceAll("\\D", "")) : 0;
        if (from >= LENGTH) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", etag);
        if (resumes) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (LENGTH - 1) + "/" + LENGTH);
        }
        exchange.sendResponseHeaders(resumes ? 206 : 200, LENGTH - from);
        int to = cuts.isEmpty() ? LENGTH : cuts.removeFirst();
        exchange.getResponseBody().write(content, from, to - from);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @Test
    void shouldFetchAWholeArchive() throws Exception {
        assertThat(archive().fetch(folder, transfer)).hasBinaryContent(content);
        assertThat(transfer.done()).isEqualTo(LENGTH);
        assertThat(transfer.total()).isEqualTo(LENGTH);
        assertThat(folder).isDirectoryContaining("glob:**/archive.tar.gz").isDirectoryNotContaining("glob:**/*.part*");
    }

    @Test
    void shouldGoOnWhereTheConnectionBroke() throws Exception {
        cuts.addAll(List.of(100_000, 250_000));

        assertThat(archive().fetch(folder, transfer)).hasBinaryContent(content);
        // Of what was sent before a break, the last bytes may never have come.
        assertThat(ranges).hasSize(3).startsWith(Optional.empty());
        int first = from(1);
        assertThat(first).isBetween(1, 100_000);
        assertThat(from(2)).isBetween(first + 1, 250_000);
    }

    private int from(int request) {
        return Integer.parseInt(ranges.get(request).orElseThrow().replaceAll("\\D", ""));
    }

    @Test
    void shouldGoOnWhereAnEarlierProcessWasStopped() throws Exception {
        Files.write(folder.resolve("archive.tar.gz.part"), Arrays.copyOf(content, 120_000));
        Files.writeString(folder.resolve("archive.tar.gz.part.etag"), etag);

        assertThat(archive().fetch(folder, transfer)).hasBinaryContent(content);
        assertThat(ranges).containsExactly(Optional.of("bytes=120000-"));
    }

    @Test
    void shouldStartAnewWhenTheFileHasChangedMeanwhile() throws Exception {
        Files.write(folder.resolve("archive.tar.gz.part"), new byte[120_000]);
        Files.writeString(folder.resolve("archive.tar.gz.part.etag"), "\"older\"");

        assertThat(archive().fetch(folder, transfer)).hasBinaryContent(content);
    }

    @Test
    void shouldStartAnewWithoutAValidator() throws Exception {
        etag = "W/\"weak\"";
        Files.write(folder.resolve("archive.tar.gz.part"), new byte[120_000]);

        assertThat(archive().fetch(folder, transfer)).hasBinaryContent(content);
        assertThat(ranges).containsExactly(Optional.empty());
    }

    @Test
    void shouldStartAnewWhenThePartIsLongerThanTheFile() throws Exception {
        Files.write(folder.resolve("archive.tar.gz.part"), new byte[LENGTH]);
        Files.writeString(folder.resolve("archive.tar.gz.part.etag"), etag);

        assertThat(archive().fetch(folder, transfer)).hasBinaryContent(content);
        assertThat(ranges).containsExactly(Optional.of("bytes=300000-"), Optional.empty());
    }

    @Test
    void shouldKeepWhatHasComeWhenTheConnectionBreaksAgainAndAgain() {
        cuts.addAll(List.of(50_000, 50_000, 50_000, 50_000, 50_000, 50_000));

        assertThatIOException()
                .isThrownBy(() -> archive().fetch(folder, transfer))
                .withMessageContaining("after 50000 bytes");
        assertThat(folder.resolve("archive.tar.gz.part")).hasSize(50_000);
        assertThat(folder.resolve("archive.tar.gz")).doesNotExist();
    }

    @Test
    void shouldRefuseAndRemoveWhatIsNotAsPublished() {
        Sha256 other = Sha256.of(new byte[1]);
        HttpArchive archive = new HttpArchive(at("data"), new ArchiveDigest(LENGTH, other), Duration.ofSeconds(5));

        assertThatIOException()
                .isThrownBy(() -> archive.fetch(folder, transfer))
                .withMessageContaining("not " + other.hex());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldSayWhatTheServerAnswered() {
        HttpArchive archive = new HttpArchive(at("nothing-here"), digest(), Duration.ofSeconds(5));

        assertThatIOException()
                .isThrownBy(() -> archive.fetch(folder, transfer))
                .withMessageContaining("status 404");
    }

    private HttpArchive archive() {
        return new HttpArchive(at("data"), digest(), Duration.ofSeconds(5));
    }

    private ArchiveDigest digest() {
        return new ArchiveDigest(LENGTH, Sha256.of(content));
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + path);
    }
}
