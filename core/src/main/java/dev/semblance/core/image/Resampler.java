package dev.semblance.core.image;

/**
 * Resizes images with a triangle filter, widened when shrinking so that every source pixel counts (no aliasing). Plain
 * arithmetic on the samples, so that the same picture gives the same numbers on every machine and Java release.
 *
 * <p>Source of the formula: P. Heckbert, "Filtered Image Rescaling", in Graphics Gems III; the filter is separable and
 * its weights sum to 1 at each output position.
 */
final class Resampler {
    private Resampler() {}

    /** Gives {@code [height, width, channels]} samples, 0 to 255. */
    static float[] resize(Pixels source, int width, int height) {
        int channels = source.channels();
        if (source.width() == width && source.height() == height) {
            return samples(source);
        }
        Weights across = Weights.of(source.width(), width);
        Weights down = Weights.of(source.height(), height);
        float[] wide = new float[source.height() * width * channels];
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    float[] weight = across.weight()[x];
                    for (int i = 0; i < weight.length; i++) {
                        sum += weight[i] * source.sample(across.first()[x] + i, y, c);
                    }
                    wide[(y * width + x) * channels + c] = sum;
                }
            }
        }
        float[] resized = new float[height * width * channels];
        int stride = width * channels;
        for (int y = 0; y < height; y++) {
            float[] weight = down.weight()[y];
            for (int i = 0; i < weight.length; i++) {
                int from = (down.first()[y] + i) * stride;
                for (int at = 0; at < stride; at++) {
                    resized[y * stride + at] += weight[i] * wide[from + at];
                }
            }
        }
        return resized;
    }

    /** The same as a picture, its samples rounded to 8 bits. */
    static Pixels pixels(Pixels source, int width, int height) {
        float[] samples = resize(source, width, height);
        byte[] rounded = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            rounded[i] = (byte) Math.clamp(Math.round(samples[i]), 0, 255);
        }
        return new Pixels(width, height, source.channels(), rounded);
    }

    private static float[] samples(Pixels source) {
        float[] samples = new float[source.height() * source.width() * source.channels()];
        int at = 0;
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < source.width(); x++) {
                for (int c = 0; c < source.channels(); c++) {
                    samples[at++] = source.sample(x, y, c);
                }
            }
        }
        return samples;
    }

    /** For each output position: the first source position that counts, and the weights from there on. */
    @SuppressWarnings("ArrayRecordComponent") // private to this class, never compared
    private record Weights(int[] first, float[][] weight) {
        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double radius = Math.max(1, scale);
            int[] first = new int[to];
            float[][] weight = new float[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int begin = Math.max(0, (int) (centre - radius + 0.5));
                int end = Math.min(from, (int) (centre + radius + 0.5));
                first[i] = begin;
                weight[i] = normalised(begin, end, centre, radius);
            }
            return new Weights(first, weight);
        }

        private static float[] normalised(int begin, int end, double centre, double radius) {
            double[] raw = new double[end - begin];
            double sum = 0;
            for (int i = 0; i < raw.length; i++) {
                raw[i] = Math.max(0, 1 - Math.abs(begin + i + 0.5 - centre) / radius);
                sum += raw[i];
            }
            float[] weights = new float[raw.length];
            for (int i = 0; i < raw.length; i++) {
                weights[i] = (float) (raw[i] / sum);
            }
            return weights;
        }
    }
}
