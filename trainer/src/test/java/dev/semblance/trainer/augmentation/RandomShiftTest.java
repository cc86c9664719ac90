package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomShiftTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldMoveInAllDirectionsAndRepeatTheEdge(int channels) {
        RandomShift shift = new RandomShift(0.5); // 2 pixels of 4
        SplittableRandom random = new SplittableRandom(Images.SEED);
        List<List<Float>> expected = new ArrayList<>();
        for (int down = -2; down <= 2; down++) {
            for (int right = -2; right <= 2; right++) {
                expected.add(moved(Images.ramp(5, 4, channels), right, down));
            }
        }

        Set<List<Float>> seen = new HashSet<>();
        for (int round = 0; round < 1000; round++) {
            ImageBuffer image = Images.ramp(5, 4, channels);
            shift.apply(image, random);
            seen.add(boxed(Images.values(image)));
        }

        // Each of 25 moves is missing in 1000 rounds with a probability of 2e-18.
        assertThat(seen).as("seed %d", Images.SEED).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldMoveByAtMostAPixelOfSixteenByDefault() {
        SplittableRandom random = new SplittableRandom(Images.SEED);
        for (int round = 0; round < 100; round++) {
            ImageBuffer image = Images.ramp(16, 16, 1);
            RandomShift.DEFAULT.apply(image, random);
            int from = Math.round(Images.values(image)[8 * 16 + 8] * 256) - 1;

            assertThat(from % 16).as("seed %d", Images.SEED).isBetween(7, 9);
            assertThat(from / 16).as("seed %d", Images.SEED).isBetween(7, 9);
        }
    }

    @Test
    void shouldLeaveImagesThatAreTooSmallToMove() {
        ImageBuffer image = Images.ramp(15, 15, 1);
        RandomShift.DEFAULT.apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(15, 15, 1)));
    }

    @Test
    void shouldMoveByAsMuchAsTheImage() {
        ImageBuffer image = Images.constant(3, 3, 1, 0.5f);
        for (int seed = 0; seed < 50; seed++) {
            new RandomShift(1).apply(image, new SplittableRandom(seed));
        }

        assertThat(Images.values(image)).containsOnly(0.5f);
    }

    @Test
    void shouldRefuseAShareOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomShift(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomShift(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomShift(Double.NaN));
    }

    private static List<Float> moved(ImageBuffer image, int right, int down) {
        float[] values = Images.values(image);
        List<Float> moved = new ArrayList<>();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    int fromX = Math.clamp(x - right, 0, image.width() - 1);
                    int fromY = Math.clamp(y - down, 0, image.height() - 1);
                    moved.add(values[(fromY * image.width() + fromX) * image.channels() + c]);
                }
            }
        }
        return moved;
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }
}
