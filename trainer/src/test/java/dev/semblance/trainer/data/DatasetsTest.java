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

    @Test
    void shouldSayHowToGetTheFullFashionMnist() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> datasets().official("fashion-mnist"))
                .withMessageContaining("test part only")
                .withMessageContaining("dataset-fashion-mnist")
                .withMessageContaining("fashion-mnist:DIR");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> datasets().fetch("fashion-mnist"))
                .withMessageContaining("dataset-fashion-mnist");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> datasets().load("fashion-mnist:" + folder))
                .withMessageContaining("train-labels-idx1-ubyte.gz is not there");
    }

    @Test
    void shouldReadAFolderThatIsDivided() throws IOException {
        write("train/cat/1.png", 1);
        write("train/dog/1.png", 2);
        write("train/owl/1.png", 3);
        write("test/cat/1.png", 4);
        write("test/dog/1.png", 5);

        OfficialParts parts = datasets().official(folder.toString());

        assertThat(parts.training().classes()).containsExactly("cat", "dog", "owl");
        assertThat(Examples.ids(parts.training()))
                .containsExactly("train/cat/1.png", "train/dog/1.png", "train/owl/1.png");
        assertThat(Examples.ids(parts.test())).containsExactly("test/cat/1.png", "test/dog/1.png");
        assertThat(datasets().open(folder.toString(), 100).dataset().size()).isEqualTo(5);
    }

    @Test
    void shouldRefuseOfficialPartsOfAFolderThatIsNotDivided() throws IOException {
        write("cat/1.png", 1);
        write("dog/1.png", 2);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> datasets().official(folder.toString()))
                .withMessageContaining("two folders, train and test");
    }

    @Test
    void shouldOpenAFolderWithTooFewImagesToSplit() throws IOException {
        write("cat/1.png", 1);
        write("dog/1.png", 2);

        assertThat(datasets().open(folder.toString(), 100).dataset().size()).isEqualTo(2);
    }

    private void write(String name, int shade) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {(byte) shade})));
    }

    private Datasets datasets() {
        return new Datasets(Path.of("../data/fashion-mnist"), folder.resolve("cifar"), LoadListener.SILENT);
    }
}
