package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/** Swaps left and right. */
public record HorizontalFlip() implements Augmentation {
    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        float[] values = image.values();
        int channels = image.channels();
        for (int row = 0; row < image.length(); row += image.stride()) {
            int left = row;
            int right = row + image.stride() - channels;
            while (left < right) {
                for (int c = 0; c < channels; c++) {
                    float kept = values[left + c];
                    values[left + c] = values[right + c];
                    values[right + c] = kept;
                }
                left += channels;
                right -= channels;
            }
        }
    }
}
