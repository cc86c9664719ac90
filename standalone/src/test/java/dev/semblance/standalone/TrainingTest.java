package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.Settings;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a run. */
@TestInstance(Lifecycle.PER_CLASS)
class TrainingTest {
    private EmbeddedBroker broker;
    private Settings settings;

    @TempDir
    private Path folder;

    @BeforeAll
    void start(@TempDir Path data) {
        System.setProperty("semblance.home", "..");
        broker = EmbeddedBroker.start(0, data, 1);
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @BeforeEach
    void settings() {
        settings = SmallSystem.settings(folder, broker.bootstrap())
                .with(
                        Map.of(
                                "train.seconds", "0",
                                "train.epochs", "1",
                                "train.steps-per-epoch", "2",
                                "train.max-images", "500"),
                        "test");
    }

    /** Reading a large data set takes long. */
    @Test
    void shouldFindWhatIsWrongWithSettingsBeforeItReadsImages() throws IOException {
        Path backbone = Files.write(folder.resolve("backbone.pt"), new byte[] {1});
        Map<String, Map<String, String>> faults = Map.of(
                "set train.precision to auto or float32",
                        Map.of("train.precision", "bfloat16", "train.backbone", backbone.toString()),
                "cannot read the backbone",
                        Map.of("train.backbone", folder.resolve("none.pt").toString()),
                "gpu:7", Map.of("train.device", "gpu:7"),
                "holds no checkpoint", Map.of("train.resume", folder.toString()));
        Supplier<TrainingSets> never = () -> {
            throw new AssertionError("images were read");
        };

        faults.forEach((message, wrong) -> assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Training(settings.with(wrong, "test"), SmallSystem.QUIET, () -> {}).run(never))
                .withMessageContaining(message));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void shouldLeaveNoRunThatNobodyCanGoOnWith() {
        Training training = new Training(settings, SmallSystem.QUIET, () -> {
            throw new CancellationException("stopped while images are prepared");
        });

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> training.run(TrainingTest.this::sets));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void shouldPublishLaterWhatCouldNotBePublished() throws IOException {
        Path models = folder.resolve("models");
        Supplier<TrainingSets> breaking = () -> {
            replaceByFile(models);
            return sets();
        };

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Training(settings, SmallSystem.QUIET, () -> {}).run(breaking))
                .withMessageStartingWith("the model is trained, but could not be published: ")
                .withMessageEndingWith("; ./semblance train --resume " + run() + " publishes it");

        Files.delete(models);
        Settings resumed = settings.with(Map.of("train.resume", run().toString()), "test");
        PublishedModel published = new Training(resumed, SmallSystem.QUIET, () -> {}).run(this::sets);
        PublishedModel again = new Training(
                        resumed.with(Map.of("train.device", "cpu"), "test"), SmallSystem.QUIET, () -> {})
                .run(this::sets);

        assertThat(models.resolve(published.location())).isRegularFile();
        assertThat(again.sha256()).isEqualTo(published.sha256());
        assertThat(again.description()).isEqualTo(published.description());
    }

    private TrainingSets sets() {
        return TrainingData.sets(settings.train().data(), SmallSystem.QUIET, () -> {});
    }

    /** The only one. */
    private Path run() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private static void replaceByFile(Path models) {
        try {
            Files.deleteIfExists(models);
            Files.createFile(models);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
