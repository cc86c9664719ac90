package dev.semblance.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImageSeedTest {
    /** What SplittableRandom adds to its state with each draw: seeds so far apart give one sequence, shifted. */
    private static final long STEP = 0x9e3779b97f4a7c15L;

    @Test
    void shouldDependOnSeedBatchAndImageOnly() {
        assertThat(ImageSeed.random(1, 2, 3).nextLong())
                .isEqualTo(ImageSeed.random(1, 2, 3).nextLong())
                .isNotEqualTo(ImageSeed.random(0, 2, 3).nextLong())
                .isNotEqualTo(ImageSeed.random(1, 3, 3).nextLong())
                .isNotEqualTo(ImageSeed.random(1, 2, 4).nextLong())
                .isNotEqualTo(ImageSeed.random(1, 3, 2).nextLong());
    }

    @Test
    void shouldShareNoNumbersBetweenImages() {
        Set<Long> drawn = new HashSet<>();
        for (long seed : new long[] {0, 1, STEP, -STEP}) {
            for (int batch = 0; batch < 10; batch++) {
                for (int image = 0; image < 10; image++) {
                    SplittableRandom random = ImageSeed.random(seed, batch, image);
                    for (int i = 0; i < 10; i++) {
                        drawn.add(random.nextLong());
                    }
                }
            }
        }

        assertThat(drawn).hasSize(4000);
    }
}
