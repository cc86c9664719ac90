package dev.semblance.trainer.training;

import dev.semblance.core.image.InputSpec;
import java.util.SplittableRandom;

/**
 * Moves images by a few random pixels, so that a network that sees few images often does not learn them by heart. What
 * moves in from outside repeats the image's edge.
 */
final class RandomShift {
    /** The largest move is this part of the shorter side: 1 pixel of 28. */
    private static final int PART = 16;

    private final SplittableRandom random;
    private final InputSpec input;
    /** Largest move in each direction. */
    private final int pixels;

    RandomShift(InputSpec input, long seed) {
        this.random = new SplittableRandom(seed);
        this.input = input;
        this.pixels = Math.min(input.width(), input.height()) / PART;
    }

    /** Writes the image, {@code [height, width, channels]}, moved, into {@code target} from {@code offset} on. */
    void write(float[] image, float[] target, int offset) {
        int right = random.nextInt(-pixels, pixels + 1);
        int down = random.nextInt(-pixels, pixels + 1);
        int width = input.width();
        int height = input.height();
        int channels = input.channels();
        int at = offset;
        for (int y = 0; y < height; y++) {
            int row = Math.clamp(y - down, 0, height - 1) * width;
            for (int x = 0; x < width; x++) {
                int from = (row + Math.clamp(x - right, 0, width - 1)) * channels;
                System.arraycopy(image, from, target, at, channels);
                at += channels;
            }
        }
    }
}
