package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/** Takes the colour out of RGB images: each channel becomes the luma of ITU-R BT.601. */
public record Grey() implements Augmentation {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        if (image.channels() == 1) {
            return;
        }
        float[] values = image.values();
        for (int i = 0; i < values.length; i += 3) {
            float luma = Math.min(1, RED * values[i] + GREEN * values[i + 1] + BLUE * values[i + 2]);
            values[i] = luma;
            values[i + 1] = luma;
            values[i + 2] = luma;
        }
    }
}
