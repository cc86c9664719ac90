package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Inverts what is bright: a value from the threshold on becomes 1 minus itself.
 *
 * @param threshold 0 to 1; 0 inverts everything
 */
public record Solarize(double threshold) implements Augmentation {
    public Solarize {
        Range.check("threshold", threshold, 0, 1);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        float[] values = image.values();
        float from = (float) threshold;
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= from) {
                values[i] = 1 - values[i];
            }
        }
    }
}
