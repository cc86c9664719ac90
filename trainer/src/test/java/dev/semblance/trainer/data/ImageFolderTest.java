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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

        Dataset dataset = new ImageFolder(folder, listener).load().dataset();

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

        Dataset dataset = new ImageFolder(folder, listener).load().dataset();

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
        LabelledImage image =
                new ImageFolder(folder, listener).load().dataset().images().getFirst();
        write("cat/a.png", 9);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(image::pixels)
                .withMessageContaining("a.png");
    }

    @Test
    void shouldSayThatFilesBesideTheClassFoldersHaveNoClass() throws IOException {
        write("a.png", 1);
        write("b.png", 2);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new ImageFolder(folder, listener).load())
                .withMessageContaining("0 classes and 2 files that lie beside them")
                .withMessageContaining("/<class>/<image>.jpg");
    }

    @Test
    void shouldCountWhatItLeavesOutAndTellTheFirstFew() throws IOException {
        write("dog/b.png", 2);
        write("cat/a.png", 1);
        write("stray.png", 1);
        Files.createDirectory(folder.resolve("cat/kittens"));
        for (int i = 0; i < 9; i++) {
            Files.writeString(folder.resolve("cat/notes-" + i + ".txt"), "no image");
        }
        byte[] torn = PngEncoder.encode(new Pixels(2, 2, 1, new byte[4]));
        Files.write(folder.resolve("dog/torn.png"), Arrays.copyOf(torn, torn.length - 20));

        SkippedFiles left = new ImageFolder(folder, listener).load().skipped();

        assertThat(left.counts())
                .containsExactly(
                        Map.entry(SkipReason.UNLABELLED, 1L),
                        Map.entry(SkipReason.FOLDER, 1L),
                        Map.entry(SkipReason.NOT_AN_IMAGE, 9L),
                        Map.entry(SkipReason.DAMAGED, 1L));
        assertThat(left.examples().get(SkipReason.NOT_AN_IMAGE)).hasSize(5);
        assertThat(skipped).hasSize(8);
    }

    @Test
    void shouldKeepTheOrderOfManyFiles() throws IOException {
        for (int i = 0; i < 1100; i++) {
            write(String.format("many/%04d.png", i), i % 256);
        }
        write("other/a.png", 1);

        List<LabelledImage> images =
                new ImageFolder(folder, listener).load().dataset().images();

        assertThat(images).extracting(LabelledImage::id).isSorted().hasSize(1101);
        assertThat(images.get(700).pixels().sample(0, 0, 0)).isEqualTo(700 % 256);
    }

    private void write(String name, int shade) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, PngEncoder.encode(new Pixels(1, 1, 1, new byte[] {(byte) shade})));
    }
}
