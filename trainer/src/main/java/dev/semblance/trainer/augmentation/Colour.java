package dev.semblance.trainer.augmentation;

/**
 * Changes of colour by a given amount; results are clipped to 0 to 1. Saturation and hue are those of HSV: A. R. Smith,
 * "Color Gamut Transform Pairs" (1978). In terms of a pixel's largest and smallest value, its saturation is
 * {@code (largest - smallest) / largest}.
 */
final class Colour {
    private Colour() {}

    /** Multiplies all values. */
    static void brighten(ImageBuffer image, float factor) {
        if (factor == 1) {
            return;
        }
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = clip(values[i] * factor);
        }
    }

    /** Multiplies the distance of all values from their channel's mean. */
    static void contrast(ImageBuffer image, float factor) {
        if (factor == 1) {
            return;
        }
        float[] values = image.values();
        float[] means = image.means();
        for (int c = 0; c < means.length; c++) {
            for (int i = c; i < values.length; i += means.length) {
                values[i] = clip(means[c] + (values[i] - means[c]) * factor);
            }
        }
    }

    /** Multiplies the saturation, to 1 at most; the largest value of a pixel and its hue stay. */
    static void saturate(ImageBuffer image, float factor) {
        if (factor == 1 || image.channels() == 1) {
            return;
        }
        float[] values = image.values();
        for (int i = 0; i < values.length; i += 3) {
            float largest = Math.max(values[i], Math.max(values[i + 1], values[i + 2]));
            float chroma = largest - Math.min(values[i], Math.min(values[i + 1], values[i + 2]));
            if (chroma > 0) {
                float most = Math.min(factor, largest / chroma);
                for (int c = i; c < i + 3; c++) {
                    values[c] = clip(largest - (largest - values[c]) * most);
                }
            }
        }
    }

    /** Turns the hue; 1/3 makes red green, green blue and blue red. */
    static void turn(ImageBuffer image, float turns) {
        if (turns == 0 || image.channels() == 1) {
            return;
        }
        float[] values = image.values();
        for (int i = 0; i < values.length; i += 3) {
            float largest = Math.max(values[i], Math.max(values[i + 1], values[i + 2]));
            float chroma = largest - Math.min(values[i], Math.min(values[i + 1], values[i + 2]));
            if (chroma > 0) {
                float hue = sextant(values[i], values[i + 1], values[i + 2], largest, chroma) + 6 * turns;
                values[i] = primary(hue + 5, largest, chroma);
                values[i + 1] = primary(hue + 3, largest, chroma);
                values[i + 2] = primary(hue + 1, largest, chroma);
            }
        }
    }

    /** Hue in sixths of a turn from red, -1 to 5. */
    private static float sextant(float red, float green, float blue, float largest, float chroma) {
        if (largest == red) {
            return (green - blue) / chroma;
        }
        if (largest == green) {
            return 2 + (blue - red) / chroma;
        }
        return 4 + (red - green) / chroma;
    }

    /** Value of the primary whose distance in hue, in sixths of a turn, is {@code angle - 5} modulo 6. */
    private static float primary(float angle, float largest, float chroma) {
        float around = angle - 6 * (float) Math.floor(angle / 6);
        return clip(largest - chroma * Math.clamp(Math.min(around, 4 - around), 0f, 1f));
    }

    private static float clip(float value) {
        return Math.clamp(value, 0f, 1f);
    }
}
