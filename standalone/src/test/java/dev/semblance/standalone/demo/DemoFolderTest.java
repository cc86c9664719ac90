package dev.semblance.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semblance.core.OperatorException;
import dev.semblance.core.store.Sha256;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path parent;

    @Test
    void shouldRemoveATemporaryFolderWithAllThatIsInIt() throws IOException {
        Path path;
        try (DemoFolder folder = DemoFolder.open(Optional.empty())) {
            path = folder.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("file"), "text");
            Files.writeString(folder.log(), "line");
            assertThat(folder.temporary()).isTrue();
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void shouldNotMindATemporaryFolderThatIsGone() throws IOException {
        DemoFolder folder = DemoFolder.open(Optional.empty());
        Files.delete(folder.path());

        folder.close();

        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void shouldNotFollowLinksOutOfATemporaryFolder() throws IOException {
        Path kept = Files.writeString(parent.resolve("kept"), "text");
        try (DemoFolder folder = DemoFolder.open(Optional.empty())) {
            Files.createSymbolicLink(folder.path().resolve("link"), parent);
        }

        assertThat(kept).exists();
    }

    @Test
    void shouldKeepAFolderThatWasGiven() {
        Path wanted = parent.resolve("demo/data");
        try (DemoFolder folder = DemoFolder.open(Optional.of(wanted))) {
            assertThat(folder.path()).isEqualTo(wanted);
            assertThat(folder.temporary()).isFalse();
        }

        assertThat(wanted).isDirectory();
    }

    @Test
    void shouldRefuseAFolderThatCannotBeMade() throws IOException {
        Path wanted = Files.writeString(parent.resolve("file"), "").resolve("below");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> DemoFolder.open(Optional.of(wanted)))
                .withMessageStartingWith("cannot make the folder of the demo: ");
    }

    @Test
    void shouldPutEverythingIntoTheFolderAndAtItsOwnBrokerAndModel() {
        Settings given = Settings.load(
                Optional.empty(), Map.of(), Map.of("broker.port", "9", "train.model", "shoes", "store.models", "x"));
        Settings applied;
        try (DemoFolder folder = DemoFolder.open(Optional.of(parent))) {
            applied = folder.apply(given);
        }

        assertThat(applied.kafka().bootstrap()).isEqualTo("localhost:9");
        assertThat(applied.index().model()).isEqualTo("shoes");
        assertThat(applied.serve().model()).isEqualTo("shoes");
        assertThat(applied.store().models().folder()).contains(parent.resolve("models"));
        assertThat(applied.store().index().folder()).contains(parent.resolve("index"));
        assertThat(applied.broker().data()).isEqualTo(parent.resolve("broker"));
        assertThat(applied.index().checkpoints()).isEqualTo(parent.resolve("checkpoints"));
        assertThat(applied.index().work()).isEqualTo(parent.resolve("work"));
        assertThat(applied.serve().cache()).isEqualTo(parent.resolve("query-cache"));
    }

    @Test
    void shouldKeepToTheDataThatItWasFilledFrom(@TempDir Path data) throws Exception {
        Sha256 first = Sha256.of(new byte[] {1});
        DemoFolder.open(Optional.of(data)).requireSameData(first);

        DemoFolder again = DemoFolder.open(Optional.of(data));
        again.requireSameData(first);
        assertThatThrownBy(() -> again.requireSameData(Sha256.of(new byte[] {2})))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("another --data-dir");
    }
}
