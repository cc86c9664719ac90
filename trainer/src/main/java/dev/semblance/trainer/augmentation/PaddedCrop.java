package dev.semblance.trainer.augmentation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Surrounds the image with black and cuts it to its size at a random place: He et al., "Deep Residual Learning for
 * Image Recognition" (2015), section 4.2.
 *
 * @param padding width of the border in pixels, 0 to 1024; smaller than the images' sides
 */
public record PaddedCrop(int padding) implements Augmentation {
    public PaddedCrop {
        Range.check("padding", padding, 0, 1024);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        int left = random.nextInt(2 * padding + 1) - padding;
        int top = random.nextInt(2 * padding + 1) - padding;
        if (left == 0 && top == 0) {
            return;
        }
        crop(image, left, top);
        image.swap();
    }

    /** Writes what is right of {@code left} and below {@code top} into the spare array; negative ones are outside. */
    private static void crop(ImageBuffer image, int left, int top) {
        int stride = image.stride();
        int shift = left * image.channels();
        int begin = Math.clamp(-shift, 0, stride);
        int end = Math.clamp(stride - shift, begin, stride);
        float[] target = image.spare();
        for (int y = 0; y < image.height(); y++) {
            int row = y * stride;
            int from = y + top;
            if (from < 0 || from >= image.height() || begin == end) {
                Arrays.fill(target, row, row + stride, 0);
                continue;
            }
            Arrays.fill(target, row, row + begin, 0);
            System.arraycopy(image.values(), from * stride + begin + shift, target, row + begin, end - begin);
            Arrays.fill(target, row + end, row + stride, 0);
        }
    }
}
