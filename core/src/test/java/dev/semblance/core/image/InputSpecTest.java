package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputSpecTest {
    @Test
    void shouldNormaliseAllChannelsAlike() {
        Pixels pixels = new Pixels(2, 1, 3, new byte[] {0, 51, 102, (byte) 153, (byte) 204, (byte) 255});
        float[] target = new float[7];

        new InputSpec(2, 1, 3, 0.5f, 0.25f).write(pixels, target, 1);

        // (sample / 255 - 0.5) / 0.25 of 0, 0.2, ... 1
        assertThat(target).containsExactly(new float[] {0, -2, -1.2f, -0.4f, 0.4f, 1.2f, 2}, within(1e-6f));
    }

    @Test
    void shouldNormaliseEachChannelByItsOwn() {
        InputSpec spec = new InputSpec(1, 1, List.of(0f, 0.5f, 1f), List.of(1f, 0.5f, 0.25f));
        float[] target = new float[3];

        spec.write(new Pixels(1, 1, 3, new byte[] {51, 51, 51}), target, 0);

        assertThat(target).containsExactly(new float[] {0.2f, -0.6f, -3.2f}, within(1e-6f));
    }

    @Test
    void shouldFitAnImageToItsSizeAndRound() {
        // As shouldAverageWhenShrinking: 50 and 160, of one sample more 50.1 and 160.4.
        Pixels pixels = new Pixels(4, 1, 1, new byte[] {0, 70, (byte) 141, (byte) 210});

        Pixels fitted = new InputSpec(2, 1, 1, 0.5f, 0.5f).fit(pixels);

        assertThat(fitted).isEqualTo(new Pixels(2, 1, 1, new byte[] {50, (byte) 160}));
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
        assertThatIllegalArgumentException().isThrownBy(() -> new InputSpec(2, 2, List.of(0f), List.of(1f, 1f)));
    }
}
