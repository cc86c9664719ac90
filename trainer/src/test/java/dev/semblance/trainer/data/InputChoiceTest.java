package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InputChoiceTest {
    @Test
    void shouldStandardiseByWhatItIsGiven() {
        // Values 0, 0, 0.2 and 1: mean 0.3, squares 0.26, variance 0.26 - 0.09 = 0.17.
        InputSpec input = choose(new Pixels(2, 1, 1, bytes(0, 51)), new Pixels(2, 1, 1, bytes(0, 255)));

        assertThat(List.of(input.width(), input.height(), input.channels())).containsExactly(2, 1, 1);
        assertThat(input.means().getFirst()).isEqualTo(0.3f, within(1e-6f));
        assertThat(input.standardDeviations().getFirst()).isEqualTo((float) Math.sqrt(0.17), within(1e-6f));
    }

    @Test
    void shouldStandardiseEachChannelByItself() {
        // Reds 0 and 1, greens 0.2 and 0.2, blues 0.2 and 0.6.
        InputSpec input = choose(new Pixels(2, 1, 3, bytes(0, 51, 51, 255, 51, 153)));

        assertThat(input.means()).containsExactly(0.5f, 0.2f, 0.4f);
        assertThat(input.standardDeviations().get(0)).isEqualTo(0.5f, within(1e-6f));
        assertThat(input.standardDeviations().get(1)).isEqualTo(1e-3f);
        assertThat(input.standardDeviations().get(2)).isEqualTo(0.2f, within(1e-6f));
    }

    @Test
    void shouldLeaveSamplesPlainWhereAsked() {
        InputChoice plain = new InputChoice(OptionalInt.empty(), Normalisation.PLAIN, 1);

        assertThat(plain.choose(dataset(blank(5, 4, 3)), LoadListener.SILENT)).isEqualTo(new InputSpec(5, 4, 3, 0, 1));
    }

    @Test
    void shouldKeepASmallSizeThatAllShare() {
        assertThat(size(blank(64, 48, 1), blank(64, 48, 1))).containsExactly(64, 48, 1);
        assertThat(size(blank(65, 48, 1), blank(65, 48, 1))).containsExactly(64, 64, 1);
        assertThat(size(blank(32, 32, 1), blank(28, 28, 1))).containsExactly(64, 64, 1);
        assertThat(size(blank(32, 32, 1), blank(32, 32, 3))).containsExactly(32, 32, 3);
    }

    @Test
    void shouldTakeTheSideThatIsGiven() {
        InputChoice choice = new InputChoice(OptionalInt.of(16), Normalisation.STANDARDISED, 1);
        InputSpec input = choice.choose(dataset(blank(64, 48, 1)), LoadListener.SILENT);

        assertThat(List.of(input.width(), input.height())).containsExactly(16, 16);
    }

    private static List<Integer> size(Pixels... images) {
        InputSpec input = choose(images);
        return List.of(input.width(), input.height(), input.channels());
    }

    private static InputSpec choose(Pixels... images) {
        return InputChoice.ofSeed(1).choose(dataset(images), LoadListener.SILENT);
    }

    private static Pixels blank(int width, int height, int channels) {
        return new Pixels(width, height, channels, new byte[width * height * channels]);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Each image is of a class of its own. */
    private static Dataset dataset(Pixels... all) {
        List<LabelledImage> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (Pixels pixels : all) {
            String label = "class-" + classes.size();
            classes.add(label);
            images.add(new DecodedImage(label, label, pixels));
        }
        return new Dataset("some", images, classes);
    }
}
