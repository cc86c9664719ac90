package dev.semblance.trainer.augmentation;

import java.util.Arrays;

/** Small images to change and to look at. */
final class Images {
    static final long SEED = Long.getLong("test.seed", 20_260_101);

    private Images() {}

    static ImageBuffer of(int width, int height, int channels, float... values) {
        ImageBuffer image = new ImageBuffer(width, height, channels);
        image.load(values, 0);
        return image;
    }

    /** All values differ, evenly from 1 / values to 1. */
    static ImageBuffer ramp(int width, int height, int channels) {
        float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i + 1f) / values.length;
        }
        return of(width, height, channels, values);
    }

    static ImageBuffer constant(int width, int height, int channels, float value) {
        float[] values = new float[width * height * channels];
        Arrays.fill(values, value);
        return of(width, height, channels, values);
    }

    static float[] values(ImageBuffer image) {
        float[] values = new float[image.length()];
        image.copyTo(values, 0);
        return values;
    }
}
