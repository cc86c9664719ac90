package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.trainer.augmentation.Cutout.Fill;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutoutTest {
    @Test
    void shouldCoverASquareAroundAnyPixel() {
        Cutout cutout = new Cutout(0.5, Fill.BLACK); // 2 pixels of 4
        SplittableRandom random = new SplittableRandom(Images.SEED);
        Set<Set<Integer>> expected = new HashSet<>();
        for (int centre = 0; centre < 20; centre++) {
            expected.add(square(centre % 5, centre / 5));
        }

        Set<Set<Integer>> seen = new HashSet<>();
        for (int round = 0; round < 1000; round++) {
            ImageBuffer image = Images.constant(5, 4, 1, 1);
            cutout.apply(image, random);
            float[] values = Images.values(image);
            seen.add(
                    IntStream.range(0, 20).filter(i -> values[i] == 0).boxed().collect(Collectors.toUnmodifiableSet()));
        }

        // Each of 20 centres is missing in 1000 rounds with a probability of 5e-23.
        assertThat(seen).as("seed %d", Images.SEED).isEqualTo(expected);
    }

    /** The pixel, its left and upper neighbours, where they are in the image. */
    private static Set<Integer> square(int x, int y) {
        Set<Integer> pixels = new HashSet<>();
        for (int row = Math.max(0, y - 1); row <= y; row++) {
            for (int column = Math.max(0, x - 1); column <= x; column++) {
                pixels.add(row * 5 + column);
            }
        }
        return pixels;
    }

    @Test
    void shouldFillWithTheMeanOfEachChannel() {
        ImageBuffer image = Images.of(2, 1, 3, 0, 0.25f, 1, 1, 0.75f, 1);
        new Cutout(1, Fill.MEAN).apply(image, new SplittableRandom(Images.SEED)); // 1 pixel

        float[] values = Images.values(image);
        int covered = values[0] == 0 ? 3 : 0;
        assertThat(values[covered]).as("seed %d", Images.SEED).isEqualTo(0.5f);
        assertThat(values[covered + 1]).isEqualTo(0.5f);
        assertThat(values[covered + 2]).isEqualTo(1);
        assertThat(values[3 - covered + 1]).isIn(0.25f, 0.75f);
    }

    @Test
    void shouldCoverNothingWithoutAShare() {
        ImageBuffer image = Images.ramp(3, 3, 1);
        new Cutout(0, Fill.BLACK).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(3, 3, 1)));
    }

    @Test
    void shouldRefuseAShareOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cutout(1.5, Fill.MEAN))
                .withMessageContaining("1.5");
    }
}
