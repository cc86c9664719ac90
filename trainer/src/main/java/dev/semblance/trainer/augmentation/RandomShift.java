package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Moves images by a few random pixels, so that a network that sees few images often does not learn them by heart. What
 * moves in from outside repeats the image's edge.
 *
 * @param share the largest move in each direction is this part of the shorter side, rounded down; 0 to 1
 */
public record RandomShift(double share) implements Augmentation {
    /** 1 pixel of 28, 2 of 32. */
    public static final RandomShift DEFAULT = new RandomShift(1 / 16d);

    public RandomShift {
        Range.check("share", share, 0, 1);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        int pixels = (int) (Math.min(image.width(), image.height()) * share);
        int right = random.nextInt(-pixels, pixels + 1);
        int down = random.nextInt(-pixels, pixels + 1);
        if (right == 0 && down == 0) {
            return;
        }
        for (int y = 0; y < image.height(); y++) {
            int row = Math.clamp(y - down, 0, image.height() - 1) * image.stride();
            moveRow(image, row, y * image.stride(), right);
        }
        image.swap();
    }

    /** Copies the row from {@code from} of the image to {@code to} of the spare array, moved. */
    private static void moveRow(ImageBuffer image, int from, int to, int right) {
        float[] values = image.values();
        float[] moved = image.spare();
        int channels = image.channels();
        int width = image.width();
        int leftEdge = Math.clamp(right, 0, width);
        int rightEdge = Math.clamp(width + right, 0, width);
        for (int x = 0; x < leftEdge; x++) {
            System.arraycopy(values, from, moved, to + x * channels, channels);
        }
        System.arraycopy(
                values,
                from + (leftEdge - right) * channels,
                moved,
                to + leftEdge * channels,
                (rightEdge - leftEdge) * channels);
        for (int x = rightEdge; x < width; x++) {
            System.arraycopy(values, from + image.stride() - channels, moved, to + x * channels, channels);
        }
    }
}
