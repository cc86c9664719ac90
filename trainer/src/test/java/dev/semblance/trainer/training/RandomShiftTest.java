package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.image.InputSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomShiftTest {
    private static final InputSpec INPUT = new InputSpec(16, 16, 1, 0, 1);

    @Test
    void shouldMoveByAtMostAPixelOfSixteenAndRepeatTheEdge() {
        RandomShift shift = new RandomShift(INPUT, 3);
        float[] image = new float[256];
        for (int i = 0; i < 256; i++) {
            image[i] = i;
        }
        for (int round = 0; round < 100; round++) {
            float[] moved = new float[256];
            shift.write(image, moved, 0);
            int right = 8 - (int) moved[8 * 16 + 8] % 16;
            int down = 8 - (int) moved[8 * 16 + 8] / 16;
            assertThat(Math.max(Math.abs(right), Math.abs(down))).isLessThanOrEqualTo(1);
            int corner = Math.max(0, -down) * 16 + Math.max(0, -right);
            assertThat(moved[0]).isEqualTo(corner);
        }
    }

    @Test
    void shouldRepeatWithTheSeed() {
        assertThat(shifts(1)).isEqualTo(shifts(1)).isNotEqualTo(shifts(2));
    }

    private static List<Float> shifts(long seed) {
        RandomShift shift = new RandomShift(INPUT, seed);
        float[] image = new float[256];
        for (int i = 0; i < 256; i++) {
            image[i] = i;
        }
        List<Float> first = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            float[] moved = new float[256];
            shift.write(image, moved, 0);
            first.add(moved[8 * 16 + 8]);
        }
        return first;
    }
}
