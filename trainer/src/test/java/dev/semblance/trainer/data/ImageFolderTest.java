package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    private final List<String> steps = new ArrayList<>();
    private final List<Path> skipped = new ArrayList<>();
    private final LoadListener listener = new LoadListener() {
        @Override
        public void step(String what) {
            steps.add(what);
        }

        @Override
        public void skipped(Path file, String reason) {
            skipped.add(file);
        }
    };

    @Test
    void shouldTakeEachFolderAsAClass() throws IOException {
        write("dog/b.png", 2);
        write("cat/a.png", 1);
        write("cat/c.png", 3);

        Dataset dataset = new ImageFolder(folder, listener).load();

        assertThat(dataset.classes()).containsExactly("cat", "dog");
        assertThat(dataset.images())
                .extracting(LabelledImage::id)
                .containsExactly("cat/a.png", "cat/c.png", "dog/b.png");
        LabelledImage last = dataset.images().getLast();
        assertThat(last.label()).isEqualTo("dog");
        assertThat(last.pixels().sample(0, 0, 0)).isEqualTo(2);
        assertThat(last.encoded()).isEqualTo(Files.readAllBytes(folder.resolve("dog/b.png")));
    }

    @Test
    void shouldLeaveOutAndReportWhatIsNoImage() throws IOException {
        write("dog/b.png", 2);
        write("cat/a.png", 1);
        Path text = Files.writeString(folder.resolve("cat/notes.txt"), "no image");
        Path empty = Files.writeString(folder.resolve("dog/empty.png"), "");
        Files.writeString(folder.resolve("dog/.hidden"), "");
        Files.createDirectory(folder.resolve("owl"));

        Dataset dataset = new ImageFolder(folder, listener).load();

        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.classes()).containsExactly("cat", "dog");
        assertThat(skipped).containsExactly(text, empty);
        assertThat(steps.getLast()).contains("read 2 images of 2 classes").contains("2 files skipped");
    }

    @Test
    void shouldRefuseASingleClass() throws IOException {
        write("cat/a.png", 1);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new ImageFolder(folder, listener).load())
                .withMessageContaining(folder.toString())
                .withMessageContaining("at least 2");
    }

    @Test
    void shouldNoticeAFileThatHasChanged() throws IOException {
        write("dog/b.png", 2);
        write("cat/a.png", 1);
        LabelledImage image = new ImageFolder(folder, listener).load().images().getFirst();
        write("cat/a.png", 9);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(image::pixels)
                .withMessageContaining("a.png");
    }

    private void write(String name, int shade) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {(byte) shade})));
    }
}
