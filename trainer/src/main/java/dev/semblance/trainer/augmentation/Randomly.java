package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Changes some of the images.
 *
 * @param probability with which an image is changed, 0 to 1
 * @param augmentation what changes it
 */
public record Randomly(double probability, Augmentation augmentation) implements Augmentation {
    public Randomly {
        Range.check("probability", probability, 0, 1);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        if (random.nextDouble() < probability) {
            augmentation.apply(image, random);
        }
    }
}
