package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    Path folder;

    @Test
    void shouldLimitEachClassAlike() {
        Dataset dataset = datasets().load("fashion-mnist", 200);

        assertThat(dataset.positionsByClass().values())
                .allSatisfy(of -> assertThat(of).hasSize(20));
    }

    @Test
    void shouldRefuseAFolderWithTooFewImagesToSplit() throws IOException {
        for (String label : new String[] {"cat", "dog"}) {
            Path file = folder.resolve(label).resolve("1.png");
            Files.createDirectories(file.getParent());
            Files.write(file, PngEncoder.encode(new Pixels(1, 1, 1, new byte[1])));
        }

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> datasets().load(folder.toString()))
                .withMessageContaining("class 'cat'")
                .withMessageContaining("at least 10");
    }

    @Test
    void shouldSayWhatCanBeNamed() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> datasets().load("imagenet"))
                .withMessageContaining("'imagenet'")
                .withMessageContaining("fashion-mnist, cifar10 or a folder");
    }

    @Test
    void shouldKeepCifarInTheCacheFolderOfTheUser() {
        Path home = Path.of("/home/ada");
        String below = "semblance/datasets/cifar-10";

        assertThat(Datasets.cifarCache(Map.of("XDG_CACHE_HOME", "/caches"), home))
                .isEqualTo(Path.of("/caches", below));
        assertThat(Datasets.cifarCache(Map.of(), home)).isEqualTo(Path.of("/home/ada/.cache", below));
        assertThat(Datasets.cifarCache(Map.of("XDG_CACHE_HOME", "caches"), home))
                .isEqualTo(Path.of("/home/ada/.cache", below));
    }

    private Datasets datasets() {
        return new Datasets(Path.of("../data/fashion-mnist"), folder.resolve("cifar"), LoadListener.SILENT);
    }
}
