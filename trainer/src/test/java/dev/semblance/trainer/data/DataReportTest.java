package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.image.Pixels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataReportTest {
    @Test
    void shouldCountImagesOfEachClass() {
        DataReport report = DataReport.of(new LoadedDataset(Examples.dataset(1200, 9, 1), SkippedFiles.NONE));

        assertThat(report.lines())
                .containsExactly(
                        "some: 1,210 images of 3 classes, 3 x 1 x 1",
                        "  class-0      1,200",
                        "  class-1          9",
                        "  class-2          1",
                        "1 classes have fewer than 2 images, which make no pair to learn from: class-2",
                        "2 classes have fewer than 10 images, which cannot be split; add images or remove the class:"
                                + " class-1, class-2");
    }

    @Test
    void shouldTellSizesAndCopies() {
        Dataset dataset = new Dataset(
                "some",
                List.of(image("1", 2, 3), image("2", 2, 3), image("3", 10, 1), image("4", 10, 1)),
                List.of("a"));

        assertThat(DataReport.of(new LoadedDataset(dataset, SkippedFiles.NONE)).lines())
                .contains("some: 4 images of 1 classes, 2 different sizes from 2 to 10 wide and 1 to 3 high")
                .contains("2 images are copies of others");
    }

    @Test
    void shouldTellWhatWasLeftOut() {
        SkippedFiles skipped = new SkippedFiles(
                Map.of(SkipReason.NOT_AN_IMAGE, 1200L, SkipReason.EMPTY, 1L),
                Map.of(
                        SkipReason.NOT_AN_IMAGE,
                        List.of(Path.of("a.txt"), Path.of("b.txt"), Path.of("c.txt"), Path.of("d.txt")),
                        SkipReason.EMPTY,
                        List.of(Path.of("e.png"))));

        assertThat(DataReport.of(new LoadedDataset(Examples.dataset(10, 10), skipped))
                        .lines())
                .endsWith(
                        "left out 1: empty (e.png)",
                        "left out 1,200: no PNG, JPEG, GIF or BMP image (a.txt, b.txt, c.txt, ...)");
    }

    private static LabelledImage image(String id, int width, int height) {
        return new DecodedImage(id, "a", new Pixels(width, height, 1, new byte[width * height]));
    }
}
