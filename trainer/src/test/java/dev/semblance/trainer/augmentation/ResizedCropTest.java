package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResizedCropTest {
    @Test
    void shouldEnlargeBetweenPixelCentres() {
        // The middle two columns, 0 and 1: output centres lie at -0.25, 0.25, 0.75 and 1.25 from the first one's.
        ImageBuffer image = Images.of(4, 1, 1, 0.5f, 0, 1, 0.5f);
        new Window(1, 0, 2, 1).enlarge(image);

        assertThat(Images.values(image)).containsExactly(new float[] {0, 0.25f, 0.75f, 1}, within(1e-6f));
    }

    @Test
    void shouldEnlargeRowsAndChannelsAlike() {
        ImageBuffer image = Images.of(1, 4, 3, 9, 9, 9, 0, 1, 0.5f, 1, 0, 0.5f, 9, 9, 9);
        new Window(0, 1, 1, 2).enlarge(image);

        assertThat(Images.values(image))
                .containsExactly(
                        new float[] {0, 1, 0.5f, 0.25f, 0.75f, 0.5f, 0.75f, 0.25f, 0.5f, 1, 0, 0.5f}, within(1e-6f));
    }

    @Test
    void shouldEnlargeOnePixelToTheWholeImage() {
        ImageBuffer image = Images.ramp(3, 3, 1);
        new Window(1, 1, 1, 1).enlarge(image);

        assertThat(Images.values(image)).containsOnly(5 / 9f);
    }

    @Test
    void shouldLeaveTheWholeImage() {
        ImageBuffer image = Images.ramp(8, 8, 3);
        new ResizedCrop(1, 1, 1, 1).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(8, 8, 3)));
    }

    @Test
    void shouldLeaveImagesThatNoShapeFits() {
        ImageBuffer image = Images.ramp(4, 4, 1);
        new ResizedCrop(1, 1, 4, 4).apply(image, new SplittableRandom(1)); // 8 x 2

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(4, 4, 1)));
    }

    @Test
    void shouldCutTheAreaThatWasAskedFor() {
        // A quarter of 8 x 8, square: 4 x 4. Values rise by 1/8 per column, so an enlarged crop spans 3/8.
        ResizedCrop crop = new ResizedCrop(0.25, 0.25, 1, 1);
        SplittableRandom random = new SplittableRandom(Images.SEED);
        Set<Integer> lefts = new HashSet<>();
        for (int round = 0; round < 200; round++) {
            float[] columns = new float[64];
            for (int i = 0; i < 64; i++) {
                columns[i] = (i % 8) / 8f;
            }
            ImageBuffer image = Images.of(8, 8, 1, columns);
            crop.apply(image, random);
            float[] cut = Images.values(image);

            assertThat(cut[7] - cut[0]).as("seed %d", Images.SEED).isEqualTo(3 / 8f, within(1e-6f));
            lefts.add(Math.round(cut[0] * 8));
        }

        assertThat(lefts).as("seed %d", Images.SEED).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResizedCrop(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResizedCrop(0.5, 1.1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResizedCrop(0.5, 0.4, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResizedCrop(0.5, 1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResizedCrop(0.5, 1, 0, 1));
    }
}
