package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InputSpecTest {
    @Test
    void shouldNormaliseAndSeparateChannels() {
        Pixels pixels = new Pixels(2, 1, 3, new byte[] {0, 51, 102, (byte) 153, (byte) 204, (byte) 255});
        float[] target = new float[7];

        new InputSpec(2, 1, 3, 0.5f, 0.25f).write(pixels, target, 1);

        // (sample / 255 - 0.5) / 0.25 of 0, 0.2, ... 1, reds before greens before blues
        assertThat(target).containsExactly(new float[] {0, -2, 0.4f, -1.2f, 1.2f, -0.4f, 2}, within(1e-6f));
    }

    @Test
    void shouldAverageWhenShrinking() {
        // Halving 4 samples: triangles of radius 2 around 1 and 3 weigh 3, 3, 1 and 1, 3, 3 of 7 (edges cut).
        Pixels pixels = new Pixels(4, 1, 1, new byte[] {0, 70, (byte) 140, (byte) 210});
        float[] target = new float[2];

        new InputSpec(2, 1, 1, 0, 1).write(pixels, target, 0);

        assertThat(target).containsExactly(new float[] {50 / 255f, 160 / 255f}, within(1e-6f));
    }

    @Test
    void shouldInterpolateWhenEnlarging() {
        // Doubling 2 samples: positions 0.25, 0.75, 1.25, 1.75 between centres at 0.5 and 1.5.
        Pixels pixels = new Pixels(2, 1, 1, new byte[] {0, 100});
        float[] target = new float[4];

        new InputSpec(4, 1, 1, 0, 1).write(pixels, target, 0);

        assertThat(target).containsExactly(new float[] {0, 25 / 255f, 75 / 255f, 100 / 255f}, within(1e-6f));
    }

    @Test
    void shouldRefuseWhatCannotBeNormalised() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSpec(2, 2, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSpec(2, 2, 1, Float.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSpec(2, 2, 2, 0, 1));
    }
}
