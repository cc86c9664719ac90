package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
    @TempDir
    Path folder;

    @RegisterExtension
    private final CapturedCommandLine line = new CapturedCommandLine();

    @Test
    void shouldListItsCommandsWhereNoneIsGiven() {
        assertThat(line.run("data")).isZero();
        assertThat(line.out()).contains("Usage: semblance data", "show", "fetch");
    }

    @Test
    void shouldExplainEachCommand() {
        assertThat(line.run("data", "show", "--help")).isZero();
        assertThat(line.run("data", "fetch", "--help")).isZero();
        assertThat(line.out())
                .contains("Usage: semblance data show", "DATA", "--out", "Usage: semblance data fetch", "NAME");
    }

    @Test
    void shouldShowAFolderThatCouldNotBeTrainedOn() throws IOException {
        write("cat/1.png", 10);
        write("cat/2.png", 20);
        write("dog/1.png", 30);
        Files.writeString(folder.resolve("data/dog/notes.txt"), "no image");

        assertThat(line.run("data", "show", folder.resolve("data").toString(), "--out", folder.toString()))
                .isZero();

        assertThat(line.out())
                .contains("data: 3 images of 2 classes, 1 x 1 x 1\n  cat          2\n  dog          1\n")
                .contains("2 classes have fewer than 10 images")
                .contains("left out 1: no PNG, JPEG, GIF or BMP image")
                .contains("25 images: " + folder.resolve("data-images.png"))
                .contains("a class-balanced batch: " + folder.resolve("data-batch.png"));
        assertThat(ImageIO.read(folder.resolve("data-batch.png").toFile()).getWidth())
                .isGreaterThan(1000);
        assertThat(folder.resolve("data-images.png")).isNotEmptyFile();
    }

    @Test
    void shouldRefuseInOneLine() {
        assertThat(line.run("data", "show", folder.toString())).isEqualTo(1);
        assertThat(line.err()).hasLineCount(1).contains("0 classes", "at least 2 classes are needed");
    }

    @Test
    void shouldSayWhatCanBeFetched() {
        assertThat(line.run("data", "fetch", "imagenet")).isEqualTo(1);
        assertThat(line.err())
                .isEqualTo("semblance: there is no data set 'imagenet' to fetch: cifar10 can be fetched\n");
    }

    @Test
    void shouldAskForWhatIsMissing() {
        assertThat(line.run("data", "fetch")).isEqualTo(2);
        assertThat(line.err()).hasLineCount(1).contains("NAME", "(try './semblance data fetch --help')");
    }

    private void write(String name, int shade) throws IOException {
        Path file = folder.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {(byte) shade})));
    }
}
