package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ImageBufferTest {
    @Test
    void shouldScaleSamplesFromTheOffsetOn() {
        ImageBuffer image = new ImageBuffer(2, 1, 1);
        image.load(new byte[] {9, 9, 51, (byte) 255}, 2);
        float[] target = {7, 7, 7, 7};
        image.copyTo(target, 1);

        assertThat(target).containsExactly(new float[] {7, 0.2f, 1, 7}, within(1e-7f));
    }

    @Test
    void shouldKnowTheMeanOfEachChannel() {
        ImageBuffer image = Images.of(2, 1, 3, 0, 0.2f, 1, 0.5f, 0.4f, 1);

        assertThat(image.means()).containsExactly(new float[] {0.25f, 0.3f, 1}, within(1e-6f));
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageBuffer(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageBuffer(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageBuffer(1, 1, 2));
    }
}
