package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");

    @TempDir
    private Path root;

    @Test
    void shouldFindNothingWhereNoJobHasRun() throws IOException {
        assertThat(newest()).isEmpty();
    }

    @Test
    void shouldFindNothingWhereNoCheckpointIsComplete() throws IOException {
        Files.createDirectories(checkpoint("job", 1));
        Files.createDirectories(root.resolve("fashion/1/shards-2/job/shared"));

        assertThat(newest()).isEmpty();
    }

    @Test
    void shouldFindTheNewestOfAllJobs() throws IOException {
        complete(checkpoint("job-a", 9), "2026-01-01T00:00:00Z");
        complete(checkpoint("job-b", 10), "2026-01-02T00:00:00Z");
        complete(checkpoint("job-b", 9), "2026-01-01T12:00:00Z");

        assertThat(newest()).contains(checkpoint("job-b", 10));
    }

    @Test
    void shouldTrustTheNumberMoreThanTheClock() throws IOException {
        complete(checkpoint("job-a", 9), "2026-01-02T00:00:00Z");
        complete(checkpoint("job-b", 10), "2026-01-01T00:00:00Z");

        assertThat(newest()).contains(checkpoint("job-b", 10));
    }

    @Test
    void shouldTakeTheLaterOfTwoWithTheSameNumber() throws IOException {
        complete(checkpoint("job-a", 9), "2026-01-01T00:00:00Z");
        complete(checkpoint("job-b", 9), "2026-01-02T00:00:00Z");

        assertThat(newest()).contains(checkpoint("job-b", 9));
    }

    @Test
    void shouldKnowTheNumberOfShards() throws IOException {
        assertThat(CheckpointFolder.of(root.toString(), VERSION, 3)).isEqualTo(root.resolve("fashion/1/shards-3"));
        complete(root.resolve("fashion/1/shards-3/job/chk-1"), "2026-01-01T00:00:00Z");

        assertThat(CheckpointFolder.newestComplete(root.toString(), VERSION))
                .hasValueSatisfying(
                        checkpoint -> assertThat(checkpoint.shards()).isEqualTo(3));
    }

    @Test
    void shouldPassOverANewerOneThatIsNotComplete() throws IOException {
        complete(checkpoint("job", 1), "2026-01-01T00:00:00Z");
        Path incomplete = Files.createDirectories(checkpoint("job", 2));
        Files.writeString(incomplete.resolve("._metadata.inprogress"), "half");
        Files.writeString(incomplete.resolve("state"), "whole");

        assertThat(newest()).contains(checkpoint("job", 1));
    }

    @Test
    void shouldNotTakeThoseOfOtherVersions() throws IOException {
        complete(root.resolve("fashion/2/shards-2/job/chk-1"), "2026-01-01T00:00:00Z");
        complete(root.resolve("other/1/shards-2/job/chk-1"), "2026-01-01T00:00:00Z");

        assertThat(newest()).isEmpty();
    }

    private Optional<Path> newest() throws IOException {
        return CheckpointFolder.newestComplete(root.toString(), VERSION).map(CheckpointFolder.Checkpoint::folder);
    }

    private Path checkpoint(String job, int number) {
        return root.resolve("fashion/1/shards-2").resolve(job).resolve("chk-" + number);
    }

    private static void complete(Path checkpoint, String at) throws IOException {
        Files.createDirectories(checkpoint);
        Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "whole");
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.parse(at)));
    }
}
