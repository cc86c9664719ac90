package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Covers a square at a random place: DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with
 * Cutout" (2017). The centre is any pixel, so that part of the square may lie outside of the image.
 *
 * @param share side of the square as part of the image's shorter side, rounded; 0 to 1
 * @param fill what it is covered with
 */
public record Cutout(double share, Fill fill) implements Augmentation {
    /** What a square is covered with. */
    public enum Fill {
        /** The image's mean of each channel. */
        MEAN,
        BLACK
    }

    public Cutout {
        Range.check("share", share, 0, 1);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        int side = (int) Math.round(share * Math.min(image.width(), image.height()));
        int left = random.nextInt(image.width()) - side / 2;
        int top = random.nextInt(image.height()) - side / 2;
        float[] colour = switch (fill) {
            case MEAN -> image.means();
            case BLACK -> new float[image.channels()];
        };
        cover(image, left, top, side, colour);
    }

    private static void cover(ImageBuffer image, int left, int top, int side, float[] colour) {
        int begin = Math.max(0, left);
        int end = Math.min(image.width(), left + side);
        for (int y = Math.max(0, top); y < Math.min(image.height(), top + side); y++) {
            for (int x = begin; x < end; x++) {
                int at = y * image.stride() + x * colour.length;
                System.arraycopy(colour, 0, image.values(), at, colour.length);
            }
        }
    }
}
