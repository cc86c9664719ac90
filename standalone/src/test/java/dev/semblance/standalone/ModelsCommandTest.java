package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.semblance.core.embedding.Embedder;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.model.ModelStore;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.FolderStore;
import dev.semblance.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules are explained in make_modules.py beside them. */
class ModelsCommandTest {
    private static final Path MODULES = Path.of("../core/src/test/resources/dev/semblance/core/model/torchscript");

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @RegisterExtension
    private final CapturedCommandLine line = new CapturedCommandLine();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(0, folder.resolve("broker"), 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Means of 51, 102 and 102 of 255 make (0.2, 0.4, 0.4), which has length 0.6. */
    @Test
    void shouldPublishAnEmbedderThatServes() throws Exception {
        assertThat(importing("colours.pt", "--model", "colours", "--input", "8x6x3"))
                .as(line.err())
                .isZero();

        PublishedModel model = newest("colours");
        assertThat(line.out()).isEqualTo("published " + model.version() + ": TORCHSCRIPT, 3 dimensions\n");
        try (Embedder embedder = Embedder.load(model, store(), Device.cpu())) {
            assertThat(embedder.embed(plain(51, 102, 102)).toArray())
                    .containsExactly(new float[] {1 / 3f, 2 / 3f, 2 / 3f}, within(1e-6f));
        }
    }

    @Test
    void shouldPutAnEmbeddingLayerOnABackbone() throws Exception {
        assertThat(importing(
                        "backbone.pt",
                        "--model",
                        "backbone",
                        "--input",
                        "8x8x3",
                        "--mean",
                        "0.5",
                        "--std",
                        "0.2,0.25,0.3",
                        "--dimension",
                        "5"))
                .as(line.err())
                .isZero();

        PublishedModel model = newest("backbone");
        assertThat(model.description().input().standardDeviations()).containsExactly(0.2f, 0.25f, 0.3f);
        try (Embedder embedder = Embedder.load(model, store(), Device.cpu())) {
            assertThat(embedder.embed(plain(1, 2, 3)).dimension()).isEqualTo(5);
        }
    }

    @Test
    void shouldPublishTheSameVersionWhenTheSameFileIsImportedAgain() throws Exception {
        importing("backbone.pt", "--model", "twice", "--input", "8x8x3", "--dimension", "5");
        PublishedModel first = newest("twice");
        importing("backbone.pt", "--model", "twice", "--input", "8x8x3", "--dimension", "5");
        PublishedModel second = newest("twice");
        importing("backbone.pt", "--model", "twice", "--input", "8x8x3", "--dimension", "6");

        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(newest("twice").version()).isNotEqualTo(first.version());
    }

    @Test
    void shouldListWhatIsPublished() throws IOException, InterruptedException {
        importing("colours.pt", "--model", "listed", "--input", "8x6x3");
        line.forget();

        assertThat(line.run("models", "list", "--bootstrap", broker.bootstrap()))
                .isZero();

        assertThat(line.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith(newest("listed").version().key())
                        .contains("TORCHSCRIPT", "8x6x3", "cosine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "make_modules.py | 8x8x3   |      | no TorchScript module, as torch.jit.save writes them: ",
                "weights-only.pt | 8x8x3   |      | no TorchScript module, as torch.jit.save writes them: ",
                "features.pt     | 8x8x3   |      | the module gives (2, 3, 8, 8) for 2 images, where one vector",
                "features.pt     | 8x8x3   | 4    | the module gives (2, 3, 8, 8) for 2 images, where one vector",
                "flatten.pt      | 32x32x3 |      | the module gives 3072 values an image, and an index takes 2 to 1024",
                "backbone.pt     | 9x12x3  |      | the module does not run on images of 9x12x3: RuntimeError: ",
                "backbone.pt     | 8x8x3   | 1025 | the embedding dimension is 2 to 1024, not 1025"
            })
    void shouldSayInOneLineWhyAFileIsRefused(String file, String input, @Nullable Integer dimension, String message) {
        List<String> arguments = new ArrayList<>(List.of("--model", "refused", "--input", input));
        if (dimension != null) {
            arguments.addAll(List.of("--dimension", dimension.toString()));
        }

        assertThat(importing(file, arguments.toArray(String[]::new))).isEqualTo(1);
        assertThat(line.err())
                .hasLineCount(1)
                .startsWith("semblance: cannot import " + MODULES.resolve(file) + ": " + message);
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithTheCall() {
        assertThat(importing("none.pt", "--model", "m", "--input", "8x8x3")).isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("cannot use ", "none.pt", "there is no such file");
        line.forget();
        assertThat(importing(".", "--model", "m", "--input", "8x8x3")).isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("it is a folder");
        line.forget();
        assertThat(importing("colours.pt", "--model", "a b", "--input", "8x8x3"))
                .isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("'a b' is no model name or version");
        line.forget();
        assertThat(importing("colours.pt", "--model", "m", "--input", "8x8")).isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("'8x8' is no size of images");
        line.forget();
        assertThat(importing("colours.pt", "--model", "m", "--input", "8x8x3", "--distance", "manhattan"))
                .isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("an index finds by cosine");
        line.forget();
        assertThat(importing("colours.pt", "--model", "m")).isEqualTo(2);
        assertThat(line.err()).hasLineCount(1).contains("--input", "./semblance models import --help");
    }

    private int importing(String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "models",
                "import",
                MODULES.resolve(file).toString(),
                "--bootstrap",
                broker.bootstrap(),
                "--model-store",
                folder.resolve("models").toString()));
        arguments.addAll(List.of(more));
        return line.run(arguments.toArray(String[]::new));
    }

    private static PublishedModel newest(String model) throws InterruptedException {
        return PublishedModels.newest(broker.bootstrap(), model).orElseThrow();
    }

    private static ModelStore store() {
        return new ModelStore(new FolderStore(folder.resolve("models")), Clock.systemUTC());
    }

    private static Pixels plain(int red, int green, int blue) {
        byte[] samples = new byte[8 * 6 * 3];
        for (int i = 0; i < samples.length; i += 3) {
            samples[i] = (byte) red;
            samples[i + 1] = (byte) green;
            samples[i + 2] = (byte) blue;
        }
        return new Pixels(8, 6, 3, samples);
    }
}
