package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColourJitterTest {
    @Test
    void shouldLeaveImagesWhenAllAmountsAreZero() {
        ImageBuffer image = Images.ramp(4, 4, 3);
        new ColourJitter(0, 0, 0, 0).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(4, 4, 3)));
    }

    @Test
    void shouldDrawBrightnessUniformly() {
        ColourJitter jitter = new ColourJitter(0.4, 0, 0, 0);
        SplittableRandom random = new SplittableRandom(Images.SEED);
        DoubleSummaryStatistics factors = new DoubleSummaryStatistics();
        for (int round = 0; round < 2000; round++) {
            ImageBuffer image = Images.constant(1, 1, 3, 0.5f);
            jitter.apply(image, random);
            factors.accept(Images.values(image)[0] / 0.5);
        }

        assertThat(factors.getMin()).as("seed %d", Images.SEED).isBetween(0.6 - 1e-6, 0.61);
        assertThat(factors.getMax()).as("seed %d", Images.SEED).isBetween(1.39, 1.4 + 1e-6);
        // The standard deviation of the mean is 0.8 / sqrt(12 * 2000) = 0.005.
        assertThat(factors.getAverage()).as("seed %d", Images.SEED).isCloseTo(1, within(0.03));
    }

    @Test
    void shouldTurnTheHueEitherWay() {
        ColourJitter jitter = new ColourJitter(0, 0, 0, 1 / 12d);
        SplittableRandom random = new SplittableRandom(Images.SEED);
        int towardsGreen = 0;
        for (int round = 0; round < 400; round++) {
            ImageBuffer image = Images.of(1, 1, 3, 1, 0, 0);
            jitter.apply(image, random);
            float[] pixel = Images.values(image);

            assertThat(pixel[0]).isEqualTo(1);
            assertThat(pixel[1] + pixel[2]).as("seed %d", Images.SEED).isBetween(0f, 0.5f + 1e-5f);
            towardsGreen += pixel[1] > 0 ? 1 : 0;
        }

        // The standard deviation is sqrt(400) / 2 = 10.
        assertThat(towardsGreen).as("seed %d", Images.SEED).isBetween(140, 260);
    }

    @Test
    void shouldRefuseAmountsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ColourJitter(1.1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ColourJitter(0, -0.1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ColourJitter(0, 0, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ColourJitter(0, 0, 0, 0.6));
    }
}
