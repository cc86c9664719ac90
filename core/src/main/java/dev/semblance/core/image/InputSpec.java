package dev.semblance.core.image;

/**
 * What a network takes: images of one size, samples scaled to {@code (sample / 255 - mean) / standardDeviation}, laid
 * out {@code [channels, height, width]}.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 for grey, 3 for RGB
 * @param mean of the training images, 0 to 1, over all channels
 * @param standardDeviation of the training images, above 0, over all channels
 */
public record InputSpec(int width, int height, int channels, float mean, float standardDeviation) {
    public InputSpec {
        if (width <= 0 || height <= 0 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("no network takes " + width + " x " + height + " x " + channels);
        }
        if (!(standardDeviation > 0) || !Float.isFinite(mean)) {
            throw new IllegalArgumentException(
                    "cannot normalise by mean " + mean + " and deviation " + standardDeviation);
        }
    }

    /** Length of one image as the network takes it. */
    public int length() {
        return channels * height * width;
    }

    /** Writes one image, {@code [channels, height, width]}, into {@code target} from {@code offset} on. */
    public void write(Pixels pixels, float[] target, int offset) {
        float[] samples = Resampler.resize(pixels.withChannels(channels), width, height);
        int plane = width * height;
        for (int at = 0; at < plane; at++) {
            for (int c = 0; c < channels; c++) {
                target[offset + c * plane + at] = (samples[at * channels + c] / 255f - mean) / standardDeviation;
            }
        }
    }
}
