package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HorizontalFlipTest {
    private final HorizontalFlip flip = new HorizontalFlip();

    @Test
    void shouldSwapLeftAndRightOfEachRow() {
        ImageBuffer image = Images.of(3, 2, 1, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f);
        flip.apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(0.3f, 0.2f, 0.1f, 0.6f, 0.5f, 0.4f);
    }

    @Test
    void shouldKeepThePixelsTogether() {
        ImageBuffer image = Images.of(2, 1, 3, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f);
        flip.apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(0.4f, 0.5f, 0.6f, 0.1f, 0.2f, 0.3f);
    }
}
