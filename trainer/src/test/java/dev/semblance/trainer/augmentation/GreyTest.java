package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GreyTest {
    @Test
    void shouldWeighThePrimariesByTheirLuma() {
        ImageBuffer image = Images.of(4, 1, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);
        new Grey().apply(image, new SplittableRandom(1));

        assertThat(Images.values(image))
                .containsExactly(
                        new float[] {0.299f, 0.299f, 0.299f, 0.587f, 0.587f, 0.587f, 0.114f, 0.114f, 0.114f, 1, 1, 1},
                        within(1e-6f));
    }

    @Test
    void shouldLeaveGreyImages() {
        ImageBuffer image = Images.of(3, 1, 1, 0.1f, 0.2f, 0.3f);
        new Grey().apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(0.1f, 0.2f, 0.3f);
    }
}
