package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast, saturation and hue in random order: Chen et al., "A Simple Framework for Contrastive
 * Learning of Visual Representations" (2020), appendix A, with brightness as a factor as in its second version. Each
 * factor is uniform between {@code 1 - amount} and {@code 1 + amount}; values are clipped to 0 to 1 after each change.
 * Grey images change in brightness and contrast only.
 *
 * @param brightness amount for the factor on all values, 0 to 1
 * @param contrast amount for the factor on the distance from each channel's mean, 0 to 1
 * @param saturation amount for the factor on the saturation of HSV, 0 to 1
 * @param hue largest turn of the hue either way, in turns, 0 to 0.5
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue) implements Augmentation {
    private enum Change {
        BRIGHTNESS,
        CONTRAST,
        SATURATION,
        HUE
    }

    public ColourJitter {
        Range.check("brightness", brightness, 0, 1);
        Range.check("contrast", contrast, 0, 1);
        Range.check("saturation", saturation, 0, 1);
        Range.check("hue", hue, 0, 0.5);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        Change[] order = Change.values();
        for (int i = 0; i < order.length; i++) {
            int other = i + random.nextInt(order.length - i);
            Change next = order[other];
            order[other] = order[i];
            order[i] = next;
            change(image, next, random);
        }
    }

    private void change(ImageBuffer image, Change change, RandomGenerator random) {
        switch (change) {
            case BRIGHTNESS -> Colour.brighten(image, factor(brightness, random));
            case CONTRAST -> Colour.contrast(image, factor(contrast, random));
            case SATURATION -> Colour.saturate(image, factor(saturation, random));
            case HUE -> Colour.turn(image, (float) new Range(-hue, hue).draw(random));
        }
    }

    private static float factor(double amount, RandomGenerator random) {
        return (float) new Range(1 - amount, 1 + amount).draw(random);
    }
}
