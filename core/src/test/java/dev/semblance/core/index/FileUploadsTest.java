package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.core.index.ShardManifest.StoredFile;
import dev.semblance.core.store.CorruptObjectException;
import dev.semblance.core.store.FolderStore;
import dev.semblance.core.store.Sha256;
import dev.semblance.core.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileUploadsTest {
    private static final String PREFIX = "fashion/1/shard-0/a-";

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private HinderedStore store;

    @BeforeEach
    void open() {
        store = new HinderedStore(new FolderStore(folder.resolve("store")));
    }

    @Test
    void shouldCopyInTheBackgroundAndEachFileOnce() throws IOException {
        Path file = luceneFile("_0.cfs", 1);
        try (FileUploads uploads = uploads(Duration.ofSeconds(1))) {
            uploads.begin(List.of(file));
            uploads.settle(List.of(file));
            assertThat(keys()).containsExactly(PREFIX + "_0.cfs");
            long bytes = uploads.bytes();

            List<StoredFile> stored = uploads.complete(List.of(file));

            assertThat(stored)
                    .containsExactly(new StoredFile(
                            "_0.cfs",
                            PREFIX + "_0.cfs",
                            Files.size(file),
                            Sha256.of(file).hex()));
            assertThat(uploads.bytes()).isEqualTo(bytes).isEqualTo(Files.size(file));
        }
    }

    @Test
    void shouldTryAgainWhatFailedInTheBackground() throws IOException {
        Path file = luceneFile("_0.cfs", 1);
        try (FileUploads uploads = uploads(Duration.ofMinutes(1))) {
            store.failNext(3);
            uploads.begin(List.of(file));
            uploads.settle(List.of(file));
            assertThat(keys()).isEmpty();

            uploads.complete(List.of(file));

            assertThat(keys()).containsExactly(PREFIX + "_0.cfs");
        }
    }

    @Test
    void shouldGiveUpWhenTheStoreHasFailedForTooLong() throws IOException {
        Path file = luceneFile("_0.cfs", 1);
        try (FileUploads uploads = uploads(Duration.ofMillis(200))) {
            store.failNext(Integer.MAX_VALUE);

            assertThatThrownBy(() -> uploads.complete(List.of(file)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the store is out of order");
            assertThatThrownBy(() -> uploads.put("some/key", new byte[1])).isInstanceOf(IOException.class);
        }
    }

    /** Else the sweep, which takes old files that no commit names, could take one that the next commit will name. */
    @Test
    void shouldCopyAgainWhatNoCommitHasReferredToForLong() throws IOException {
        Path file = luceneFile("_0.cfs", 1);
        try (FileUploads uploads = uploads(Duration.ofSeconds(1))) {
            uploads.begin(List.of(file));
            uploads.settle(List.of(file));
            store.delete(PREFIX + "_0.cfs");
            now.set(now.get().plus(FileUploads.RENEWED_AFTER).plusMillis(1));

            uploads.complete(List.of(file));

            assertThat(keys()).containsExactly(PREFIX + "_0.cfs");
        }
    }

    @Test
    void shouldNotCopyAgainWhatACommitRefersTo() throws IOException {
        Path file = luceneFile("_0.cfs", 1);
        try (FileUploads uploads = uploads(Duration.ofSeconds(1))) {
            uploads.complete(List.of(file));
            long bytes = uploads.bytes();
            now.set(now.get().plus(Duration.ofDays(1)));

            uploads.complete(List.of(file));

            assertThat(uploads.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void shouldRefuseToPublishALocalFileThatIsTorn() throws IOException {
        Path file = luceneFile("_0.cfs", 1);
        byte[] torn = Files.readAllBytes(file);
        torn[torn.length / 2] ^= 1;
        Files.write(file, torn);
        try (FileUploads uploads = uploads(Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> uploads.complete(List.of(file)))
                    .isInstanceOf(CorruptObjectException.class)
                    .hasMessageContaining("_0.cfs");
            assertThat(keys()).isEmpty();
        }
    }

    @Test
    void shouldNotMindThatAFileIsGoneWhichNoCommitNeeds() throws IOException {
        Path merged = luceneFile("_0.cfs", 1);
        Path kept = luceneFile("_1.cfs", 2);
        Files.delete(merged);
        try (FileUploads uploads = uploads(Duration.ofSeconds(1))) {
            uploads.begin(List.of(merged, kept));

            assertThat(uploads.complete(List.of(kept)))
                    .extracting(StoredFile::name)
                    .containsExactly("_1.cfs");
        }
    }

    private FileUploads uploads(Duration patience) {
        return new FileUploads(store, PREFIX, patience, now::get);
    }

    private List<String> keys() throws IOException {
        return store.list("").stream().map(StoredObject::key).toList();
    }

    /** With Lucene's header and footer. */
    private Path luceneFile(String name, long content) throws IOException {
        Path local = Files.createDirectories(folder.resolve("local"));
        try (var directory = FSDirectory.open(local);
                var output = directory.createOutput(name, IOContext.DEFAULT)) {
            CodecUtil.writeHeader(output, "test", 0);
            for (int i = 0; i < 100; i++) {
                output.writeLong(content);
            }
            CodecUtil.writeFooter(output);
        }
        return local.resolve(name);
    }
}
