package dev.semblance.trainer.augmentation;

import java.util.random.RandomGenerator;

/**
 * Blurs with a Gaussian of random width, cut off at 3 standard deviations; outside, the image's edge repeats.
 *
 * @param minSigma smallest standard deviation in pixels, 0.01 to 100
 * @param maxSigma largest standard deviation in pixels, 0.01 to 100
 */
public record GaussianBlur(double minSigma, double maxSigma) implements Augmentation {
    private static final double CUT_OFF = 3;

    public GaussianBlur {
        Range.check("min-sigma", minSigma, 0.01, 100);
        Range.check("max-sigma", maxSigma, 0.01, 100);
        Range.checkOrder("sigma", minSigma, maxSigma);
    }

    @Override
    public void apply(ImageBuffer image, RandomGenerator random) {
        float[] kernel = kernel(new Range(minSigma, maxSigma).draw(random));
        blurRows(image, kernel);
        blurColumns(image, kernel);
    }

    /** Weights that sum to 1, {@code [2 * radius + 1]}. */
    static float[] kernel(double sigma) {
        int radius = (int) Math.ceil(CUT_OFF * sigma);
        double[] raw = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            double distance = (i - radius) / sigma;
            // Of StrictMath, as Math may differ in the last digit between machines.
            raw[i] = StrictMath.exp(-0.5 * distance * distance);
            sum += raw[i];
        }
        float[] kernel = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            kernel[i] = (float) (raw[i] / sum);
        }
        return kernel;
    }

    private static void blurRows(ImageBuffer image, float[] kernel) {
        float[] from = image.values();
        float[] to = image.spare();
        int channels = image.channels();
        int radius = kernel.length / 2;
        int at = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.stride();
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    for (int i = 0; i < kernel.length; i++) {
                        int column = Math.clamp(x + i - radius, 0, image.width() - 1);
                        sum += kernel[i] * from[row + column * channels + c];
                    }
                    to[at++] = Math.min(1, sum); // weights of float may sum to slightly more
                }
            }
        }
        image.swap();
    }

    private static void blurColumns(ImageBuffer image, float[] kernel) {
        float[] from = image.values();
        float[] to = image.spare();
        int radius = kernel.length / 2;
        int stride = image.stride();
        for (int y = 0; y < image.height(); y++) {
            for (int at = 0; at < stride; at++) {
                float sum = 0;
                for (int i = 0; i < kernel.length; i++) {
                    int row = Math.clamp(y + i - radius, 0, image.height() - 1);
                    sum += kernel[i] * from[row * stride + at];
                }
                to[y * stride + at] = Math.min(1, sum);
            }
        }
        image.swap();
    }
}
