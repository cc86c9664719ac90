package dev.semblance.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ColourTest {
    @Test
    void shouldMultiplyBrightnessAndClip() {
        ImageBuffer image = Images.of(3, 1, 1, 0.2f, 0.4f, 0.8f);
        Colour.brighten(image, 1.5f);

        assertThat(Images.values(image)).containsExactly(new float[] {0.3f, 0.6f, 1}, within(1e-6f));
    }

    @Test
    void shouldSpreadContrastAroundTheMeanOfEachChannel() {
        // Means 0.4, 0.5 and 0.9.
        ImageBuffer image = Images.of(2, 1, 3, 0.2f, 0.5f, 0.8f, 0.6f, 0.5f, 1);
        Colour.contrast(image, 0.5f);
        assertThat(Images.values(image))
                .containsExactly(new float[] {0.3f, 0.5f, 0.85f, 0.5f, 0.5f, 0.95f}, within(1e-6f));

        Colour.contrast(image, 6);
        assertThat(Images.values(image)).containsExactly(new float[] {0, 0.5f, 0.6f, 1, 0.5f, 1}, within(1e-5f));
    }

    @Test
    void shouldScaleSaturationAndKeepTheLargestValue() {
        assertThat(saturated(0.8f, 0.4f, 0.6f, 0)).containsExactly(new float[] {0.8f, 0.8f, 0.8f}, within(1e-6f));
        // Saturation 0.5 becomes 0.25: the smallest value is 0.8 * 0.75.
        assertThat(saturated(0.8f, 0.4f, 0.6f, 0.5f)).containsExactly(new float[] {0.8f, 0.6f, 0.7f}, within(1e-6f));
        // It would become 1.5, and stays at 1.
        assertThat(saturated(0.8f, 0.4f, 0.6f, 3)).containsExactly(new float[] {0.8f, 0, 0.4f}, within(1e-6f));
        assertThat(saturated(0.3f, 0.3f, 0.3f, 3)).containsExactly(0.3f, 0.3f, 0.3f);
        assertThat(saturated(0, 0, 0, 3)).containsExactly(0, 0, 0);
    }

    @Test
    void shouldTurnTheHue() {
        float third = 1 / 3f;
        assertThat(turned(1, 0, 0, third)).containsExactly(new float[] {0, 1, 0}, within(1e-5f));
        assertThat(turned(0, 1, 0, third)).containsExactly(new float[] {0, 0, 1}, within(1e-5f));
        assertThat(turned(0, 0, 1, third)).containsExactly(new float[] {1, 0, 0}, within(1e-5f));
        assertThat(turned(1, 0, 0, -third)).containsExactly(new float[] {0, 0, 1}, within(1e-5f));
        assertThat(turned(1, 0, 0, 0.5f)).containsExactly(new float[] {0, 1, 1}, within(1e-5f));
        assertThat(turned(1, 0, 0, 1 / 12f)).containsExactly(new float[] {1, 0.5f, 0}, within(1e-5f));
        // By a third, each primary takes the place of the next, whatever the saturation.
        assertThat(turned(0.9f, 0.3f, 0.5f, third)).containsExactly(new float[] {0.5f, 0.9f, 0.3f}, within(1e-5f));
        assertThat(turned(0.2f, 0.7f, 0.6f, third)).containsExactly(new float[] {0.6f, 0.2f, 0.7f}, within(1e-5f));
        assertThat(turned(0.4f, 0.4f, 0.4f, third)).containsExactly(0.4f, 0.4f, 0.4f);
    }

    @Test
    void shouldTurnBackToWhereItWas() {
        ImageBuffer image = Images.ramp(4, 4, 3);
        Colour.turn(image, 0.3f);
        Colour.turn(image, -0.3f);

        assertThat(Images.values(image)).containsExactly(Images.values(Images.ramp(4, 4, 3)), within(1e-5f));
    }

    @Test
    void shouldLeaveGreyImagesWithoutColour() {
        ImageBuffer image = Images.ramp(2, 2, 1);
        Colour.saturate(image, 0);
        Colour.turn(image, 0.3f);

        assertThat(Images.values(image)).containsExactly(0.25f, 0.5f, 0.75f, 1);
    }

    private static float[] saturated(float red, float green, float blue, float factor) {
        ImageBuffer image = Images.of(1, 1, 3, red, green, blue);
        Colour.saturate(image, factor);
        return Images.values(image);
    }

    private static float[] turned(float red, float green, float blue, float turns) {
        ImageBuffer image = Images.of(1, 1, 3, red, green, blue);
        Colour.turn(image, turns);
        return Images.values(image);
    }
}
