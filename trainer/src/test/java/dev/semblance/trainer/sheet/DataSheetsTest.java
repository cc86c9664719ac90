package dev.semblance.trainer.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.DecodedImage;
import dev.semblance.trainer.data.LabelledImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSheetsTest {
    private static final Dataset DATASET = dataset(30, 3);

    @Test
    void shouldShow25ImagesUnderTheirClass() {
        ContactSheet grid = new DataSheets(DATASET, 1).grid();

        assertThat(grid.columns()).isEqualTo(5);
        assertThat(grid.cells()).hasSize(25).doesNotHaveDuplicates().allSatisfy(cell -> {
            int shade = cell.pixels().orElseThrow().sample(0, 0, 0);
            assertThat(cell.title()).isEqualTo(shade < 30 ? "class-0" : "class-1");
            assertThat(cell.caption()).isEqualTo((shade < 30 ? "class 0, image " : "class 1, image ") + shade);
        });
        assertThat(grid).isEqualTo(new DataSheets(DATASET, 1).grid());
        assertThat(grid).isNotEqualTo(new DataSheets(DATASET, 2).grid());
    }

    @Test
    void shouldShowARowForEachClass() {
        ContactSheet batch = new DataSheets(DATASET, 1).balanced();

        assertThat(batch.rowLabels()).containsExactly("0  class-0", "1  class-1");
        assertThat(batch.cells()).hasSize(16);
        assertThat(batch.cells().subList(0, 8)).doesNotHaveDuplicates();
        // The class of 3 images repeats them.
        assertThat(batch.cells().subList(8, 16))
                .extracting(cell -> cell.pixels().orElseThrow().sample(0, 0, 0))
                .containsOnly(30, 31, 32);
    }

    @Test
    void shouldShowAtMostTenClasses() {
        ContactSheet batch = new DataSheets(dataset(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 1).balanced();

        assertThat(batch.rowLabels()).hasSize(10).doesNotHaveDuplicates();
        assertThat(batch.cells()).hasSize(80);
    }

    @Test
    void shouldDrawPicturesInTheirPlaces(@TempDir Path folder) throws IOException {
        List<Cell> cells = IntStream.of(0xFF, 0x80, 0x40)
                .mapToObj(shade ->
                        new Cell(Optional.of(new Pixels(1, 1, 1, new byte[] {(byte) shade})), "title", "caption"))
                .toList();
        new ContactSheet(List.of("one", "two"), 2, cells).write(folder.resolve("new/sheet.png"));

        BufferedImage sheet = ImageIO.read(folder.resolve("new/sheet.png").toFile());
        int left = 12 + 130 + 64;
        int top = 12 + 18 + 64;
        assertThat(sheet.getRGB(left, top)).isEqualTo(0xFFFFFFFF);
        assertThat(sheet.getRGB(left + CellPainter.WIDTH, top)).isEqualTo(0xFF808080);
        assertThat(sheet.getRGB(left, top + CellPainter.HEIGHT)).isEqualTo(0xFF404040);
        assertThat(sheet.getRGB(left + CellPainter.WIDTH, top + CellPainter.HEIGHT))
                .isEqualTo(0xFFFFFFFF);
    }

    @Test
    void shouldMarkWhatCannotBeRead() {
        ContactSheet sheet = new ContactSheet(List.of(), 1, List.of(new Cell(Optional.empty(), "", "")));

        assertThat(sheet.draw().getRGB(12, 12 + 18)).isEqualTo(0xFFFF0000);
    }

    /** Images of a single pixel whose shade is their position. */
    private static Dataset dataset(int... sizes) {
        List<LabelledImage> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int label = 0; label < sizes.length; label++) {
            classes.add("class-" + label);
            for (int i = 0; i < sizes[label]; i++) {
                byte[] shade = {(byte) images.size()};
                images.add(new DecodedImage("" + images.size(), "class-" + label, new Pixels(1, 1, 1, shade)));
            }
        }
        return new Dataset("some", images, classes);
    }
}
