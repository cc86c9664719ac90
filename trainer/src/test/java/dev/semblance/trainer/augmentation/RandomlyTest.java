package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomlyTest {
    private static final Augmentation INVERT = new Solarize(0);

    @Test
    void shouldChangeTheGivenShareOfImages() {
        // The standard deviations are at most sqrt(4000) / 2 = 32.
        assertThat(changed(0.2)).as("seed %d", Images.SEED).isBetween(650, 950);
        assertThat(changed(0.5)).as("seed %d", Images.SEED).isBetween(1800, 2200);
    }

    @Test
    void shouldChangeNoneOrAllAtTheEnds() {
        assertThat(changed(0)).isZero();
        assertThat(changed(1)).isEqualTo(4000);
    }

    @Test
    void shouldApplyInOrder() {
        ImageBuffer image = Images.of(1, 1, 1, 0.25f);
        Augmentation halve = (changing, random) -> changing.values()[0] /= 2;
        new Compose(List.of(INVERT, halve)).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(0.375f); // not 1 - 0.125
    }

    @Test
    void shouldRefuseWhatIsNoProbability() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Randomly(1.5, INVERT))
                .withMessageContaining("1.5");
    }

    private static int changed(double probability) {
        Augmentation augmentation = new Randomly(probability, INVERT);
        SplittableRandom random = new SplittableRandom(Images.SEED);
        int changed = 0;
        for (int round = 0; round < 4000; round++) {
            ImageBuffer image = Images.constant(1, 1, 1, 1);
            augmentation.apply(image, random);
            changed += image.values()[0] == 0 ? 1 : 0;
        }
        return changed;
    }
}
