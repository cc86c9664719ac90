package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianBlurTest {
    @Test
    void shouldFollowTheFormula() {
        // exp(0), exp(-2) and exp(-8), over their sum 1 + 2 * 0.1353353 + 2 * 0.0003355 = 1.2713415
        assertThat(GaussianBlur.kernel(0.5))
                .containsExactly(new float[] {0.000264f, 0.106451f, 0.786571f, 0.106451f, 0.000264f}, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 1, 2.5, 40})
    void shouldKeepTheSumOfAllLight(double sigma) {
        double sum = 0;
        for (float weight : GaussianBlur.kernel(sigma)) {
            sum += weight;
        }

        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldSpreadAPointToItsRowAndColumn(int channels) {
        ImageBuffer image = Images.constant(5, 5, channels, 0);
        for (int c = 0; c < channels; c++) {
            image.values()[12 * channels + c] = 1;
        }
        new GaussianBlur(0.5, 0.5).apply(image, new SplittableRandom(1));
        float[] blurred = Images.values(image);

        assertThat(blurred[12 * channels]).isEqualTo(0.618694f, within(1e-5f)); // 0.786571 squared
        assertThat(blurred[11 * channels]).isEqualTo(0.083731f, within(1e-5f)); // 0.786571 * 0.106451
        assertThat(blurred[7 * channels]).isEqualTo(0.083731f, within(1e-5f));
        assertThat(blurred[18 * channels]).isEqualTo(0.011332f, within(1e-5f)); // 0.106451 squared
    }

    @Test
    void shouldRepeatTheEdge() {
        ImageBuffer image = Images.of(3, 1, 1, 1, 0, 0);
        new GaussianBlur(0.5, 0.5).apply(image, new SplittableRandom(1));

        // The edge stands for itself and for two pixels outside.
        assertThat(Images.values(image)).containsExactly(new float[] {0.893286f, 0.106715f, 0.000264f}, within(1e-5f));
    }

    @Test
    void shouldLeaveConstantImages() {
        SplittableRandom random = new SplittableRandom(Images.SEED);
        for (int round = 0; round < 20; round++) {
            ImageBuffer image = Images.constant(6, 4, 3, 0.7f);
            new GaussianBlur(0.1, 8).apply(image, random);

            assertThat(Images.values(image))
                    .as("seed %d", Images.SEED)
                    .containsExactly(Images.values(Images.constant(6, 4, 3, 0.7f)), within(1e-5f));
        }
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GaussianBlur(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GaussianBlur(1, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> new GaussianBlur(2, 1));
    }
}
