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
import org.junit.jupiter.params.provider.CsvSource;

class PaddedCropTest {
    /** The second padding is wider than the image: some crops are all black. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 4", "3, 1", "3, 2"})
    void shouldCutAtEveryPlaceOfTheBlackFrame(int channels, int padding) {
        PaddedCrop crop = new PaddedCrop(padding);
        SplittableRandom random = new SplittableRandom(Images.SEED);
        Set<List<Float>> expected = new HashSet<>();
        for (int top = -padding; top <= padding; top++) {
            for (int left = -padding; left <= padding; left++) {
                expected.add(cut(Images.ramp(3, 2, channels), left, top));
            }
        }

        Set<List<Float>> seen = new HashSet<>();
        for (int round = 0; round < 3000; round++) {
            ImageBuffer image = Images.ramp(3, 2, channels);
            crop.apply(image, random);
            seen.add(boxed(Images.values(image)));
        }

        // Each of at most 81 places is missing in 3000 rounds with a probability of 1e-16.
        assertThat(seen).as("seed %d", Images.SEED).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldLeaveImagesWithoutPadding() {
        ImageBuffer image = Images.ramp(3, 3, 1);
        new PaddedCrop(0).apply(image, new SplittableRandom(1));

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(3, 3, 1)));
    }

    @Test
    void shouldRefuseNegativePadding() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaddedCrop(-1))
                .withMessageContaining("-1");
    }

    private static List<Float> cut(ImageBuffer image, int left, int top) {
        float[] values = Images.values(image);
        List<Float> cut = new ArrayList<>();
        for (int y = top; y < top + image.height(); y++) {
            for (int x = left; x < left + image.width(); x++) {
                boolean inside = x >= 0 && x < image.width() && y >= 0 && y < image.height();
                for (int c = 0; c < image.channels(); c++) {
                    cut.add(inside ? values[(y * image.width() + x) * image.channels() + c] : 0f);
                }
            }
        }
        return cut;
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }
}
