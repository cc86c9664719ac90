package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.model.ModelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    private static final ModelVersion ONE = new ModelVersion("fashion", "1");
    private static final ModelVersion TWO = new ModelVersion("fashion", "2");

    @TempDir
    private Path root;

    @Test
    void shouldFindWhatAnEndedAttemptHasLeftByItsNameAndByOthersLinks() throws IOException {
        Path written = leave(ONE, "first", "_1.cfs");
        Path linked = leave(ONE, "second", "_2.cfs");
        try (WorkFolder folder = WorkFolder.create(root, ONE, "third")) {
            assertThat(folder.localFiles(0).find("first", "_1.cfs")).contains(written);
            assertThat(folder.localFiles(0).find("first", "_2.cfs")).contains(linked);
            assertThat(folder.localFiles(1).find("first", "_1.cfs")).isEmpty();
            assertThat(folder.localFiles(0).find("first", "_3.cfs")).isEmpty();
        }
    }

    @Test
    void shouldLeaveAFolderThatAnotherProcessUses() throws Exception {
        Path used = leave(ONE, "paused", "_1.cfs");
        Path ended = leave(ONE, "ended", "_1.cfs");
        Process other = lockElsewhere(root.resolve("fashion/1/paused/in-use.lock"));
        try (WorkFolder folder = WorkFolder.create(root, ONE, "next")) {
            folder.removeAbandoned();

            assertThat(used).exists();
            assertThat(ended).doesNotExist();
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (WorkFolder folder = WorkFolder.create(root, ONE, "last")) {
            folder.removeAbandoned();

            assertThat(used).doesNotExist();
        }
    }

    /** They may be about to be used again, after a restart. */
    @Test
    void shouldLeaveFoldersOfOtherVersionsForAWhile() throws IOException {
        Path young = leave(TWO, "young", "_1.cfs");
        Path old = leave(TWO, "old", "_1.cfs");
        Files.setLastModifiedTime(
                root.resolve("fashion/2/old"), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        try (WorkFolder folder = WorkFolder.create(root, ONE, "next")) {
            folder.removeAbandoned();

            assertThat(young).exists();
            assertThat(old).doesNotExist();
        }
    }

    /** A file of shard 0, of an attempt that has ended. */
    private Path leave(ModelVersion version, String attempt, String name) throws IOException {
        try (WorkFolder folder = WorkFolder.create(root, version, attempt)) {
            return Files.writeString(folder.shard(0).resolve(name), name);
        }
    }

    private static Process lockElsewhere(Path lock) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockElsewhere.class.getName(),
                        lock.toString())
                .start();
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("locked");
        return process;
    }
}
