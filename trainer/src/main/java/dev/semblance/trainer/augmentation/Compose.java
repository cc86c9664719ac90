package dev.semblance.trainer.augmentation;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One augmentation after the other.
 *
 * @param augmentations in order; none leaves images as they are
 */
public record Compose(List<Augmentation> augmentations) implements Augmentation {
    /** Leaves images as they are. */
    public static final Compose NOTHING = new Compose(List.of());

    public Compose {
        augmentations = List.copyOf(augmentations);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        for (Augmentation augmentation : augmentations) {
            augmentation.apply(image, random);
        }
    }
}
