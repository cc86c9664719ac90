package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PixelsTest {
    private static final byte MAX = (byte) 255;

    @Test
    void shouldReadRowsOfInterleavedChannels() {
        Pixels pixels = new Pixels(2, 1, 3, new byte[] {1, 2, 3, 4, 5, MAX});

        assertThat(pixels.sample(0, 0, 2)).isEqualTo(3);
        assertThat(pixels.sample(1, 0, 0)).isEqualTo(4);
        assertThat(pixels.sample(1, 0, 2)).isEqualTo(255);
    }

    @Test
    void shouldWeighColoursAsLuma() {
        // ITU-R BT.601: 0.299 red, 0.587 green, 0.114 blue; 76.2, 149.7, 29.1 and 255
        Pixels colours = new Pixels(4, 1, 3, new byte[] {MAX, 0, 0, 0, MAX, 0, 0, 0, MAX, MAX, MAX, MAX});

        assertThat(colours.withChannels(1)).isEqualTo(new Pixels(4, 1, 1, new byte[] {76, (byte) 150, 29, MAX}));
    }

    @Test
    void shouldRepeatGreyAsColour() {
        assertThat(new Pixels(2, 1, 1, new byte[] {7, 9}).withChannels(3))
                .isEqualTo(new Pixels(2, 1, 3, new byte[] {7, 7, 7, 9, 9, 9}));
    }

    @Test
    void shouldRefuseSamplesThatDoNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(2, 2, 1, new byte[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(0, 2, 1, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pixels(1, 1, 4, new byte[4]));
    }
}
