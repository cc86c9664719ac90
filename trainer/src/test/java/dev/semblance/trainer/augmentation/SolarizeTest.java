package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SolarizeTest {
    @Test
    void shouldInvertFromTheThresholdOn() {
        ImageBuffer image = Images.of(4, 1, 1, 0.2f, 0.49f, 0.5f, 0.9f);
        new Solarize(0.5).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(new float[] {0.2f, 0.49f, 0.5f, 0.1f}, within(1e-6f));
    }

    @Test
    void shouldInvertEverythingFromZeroOn() {
        ImageBuffer image = Images.of(1, 1, 3, 0, 0.25f, 1);
        new Solarize(0).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(1, 0.75f, 0);
    }

    @Test
    void shouldRefuseAThresholdOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Solarize(1.1)).withMessageContaining("1.1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Solarize(-0.1));
    }
}
