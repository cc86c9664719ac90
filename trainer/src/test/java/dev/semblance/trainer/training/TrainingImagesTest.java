package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.DecodedImage;
import dev.semblance.trainer.data.LabelledImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingImagesTest {
    @Test
    void shouldNormaliseByWhatItIsGiven() {
        // Values 0, 0, 0.2 and 1: mean 0.3, squares 0.26, variance 0.26 - 0.09 = 0.17.
        TrainingImages images =
                read(new Pixels(2, 1, 1, new byte[] {0, 51}), new Pixels(2, 1, 1, new byte[] {0, (byte) 255}));

        InputSpec input = images.input();
        assertThat(List.of(input.width(), input.height(), input.channels())).containsExactly(2, 1, 1);
        assertThat(input.means().getFirst()).isEqualTo(0.3f, within(1e-6f));
        assertThat(input.standardDeviations().getFirst()).isEqualTo((float) Math.sqrt(0.17), within(1e-6f));
    }

    @Test
    void shouldGiveBatchesAsTheNetworkTakesThem() {
        Pixels first = new Pixels(2, 1, 1, new byte[] {0, 51});
        Pixels second = new Pixels(2, 1, 1, new byte[] {0, (byte) 255});
        TrainingImages images = read(first, second);
        float[] expected = new float[4];
        images.input().write(second, expected, 0);
        images.input().write(first, expected, 2);

        int[] positions = {1, 0};
        assertThat(images.batch(positions, new RandomShift(images.input(), 1)))
                .containsExactly(expected, within(1e-5f));
        assertThat(images.labels(positions)).containsExactly(1, 0);
    }

    @Test
    void shouldKeepASmallSizeThatAllShare() {
        assertThat(size(blank(64, 48, 1), blank(64, 48, 1))).containsExactly(64, 48, 1);
        assertThat(size(blank(65, 48, 1), blank(65, 48, 1))).containsExactly(64, 64, 1);
        assertThat(size(blank(32, 32, 1), blank(28, 28, 1))).containsExactly(64, 64, 1);
        assertThat(size(blank(32, 32, 1), blank(32, 32, 3))).containsExactly(32, 32, 3);
    }

    private static List<Integer> size(Pixels... images) {
        InputSpec input = read(images).input();
        return List.of(input.width(), input.height(), input.channels());
    }

    private static Pixels blank(int width, int height, int channels) {
        return new Pixels(width, height, channels, new byte[width * height * channels]);
    }

    /** Each image is of a class of its own. */
    private static TrainingImages read(Pixels... all) {
        List<LabelledImage> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (Pixels pixels : all) {
            String label = "class-" + classes.size();
            classes.add(label);
            images.add(new DecodedImage(label, label, pixels));
        }
        return TrainingImages.read(new Dataset("some", images, classes), TrainingListener.SILENT);
    }
}
