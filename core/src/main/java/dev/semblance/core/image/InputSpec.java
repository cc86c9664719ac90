package dev.semblance.core.image;

import java.util.Collections;
import java.util.List;

/**
 * What a network takes: images of one size, samples scaled to {@code (sample / 255 - mean) / standardDeviation} of
 * their channel, channels interleaved as in {@link Pixels} ({@code [height, width, channels]}).
 *
 * @param width in pixels
 * @param height in pixels
 * @param means of each channel, 0 to 1; 1 channel for grey, 3 for RGB
 * @param standardDeviations of each channel, above 0
 */
public record InputSpec(int width, int height, List<Float> means, List<Float> standardDeviations) {
    public InputSpec {
        means = List.copyOf(means);
        standardDeviations = List.copyOf(standardDeviations);
        int channels = means.size();
        if (width <= 0 || height <= 0 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("no network takes " + width + " x " + height + " x " + channels);
        }
        if (standardDeviations.size() != channels) {
            throw new IllegalArgumentException(
                    channels + " means and " + standardDeviations.size() + " standard deviations do not fit together");
        }
        if (!means.stream().allMatch(mean -> Float.isFinite(mean))
                || !standardDeviations.stream().allMatch(deviation -> deviation > 0 && Float.isFinite(deviation))) {
            throw new IllegalArgumentException(
                    "cannot normalise by means " + means + " and deviations " + standardDeviations);
        }
    }

    /** Normalises all channels alike. */
    public InputSpec(int width, int height, int channels, float mean, float standardDeviation) {
        this(
                width,
                height,
                Collections.nCopies(Math.max(0, channels), mean),
                Collections.nCopies(Math.max(0, channels), standardDeviation));
    }

    /** 1 for grey, 3 for RGB. */
    public int channels() {
        return means.size();
    }

    /** Length of one image as the network takes it. */
    public int length() {
        return channels() * height * width;
    }

    /** Writes one image, {@code [height, width, channels]}, into {@code target} from {@code offset} on. */
    public void write(Pixels pixels, float[] target, int offset) {
        float[] samples = Resampler.resize(pixels.withChannels(channels()), width, height);
        for (int i = 0; i < samples.length; i++) {
            target[offset + i] = samples[i] / 255f;
        }
        normalise(target, offset);
    }

    /**
     * The image at the size and with the channels of this input, its samples rounded to 8 bits; an image that has them
     * already is returned as it is.
     */
    public Pixels fit(Pixels pixels) {
        Pixels converted = pixels.withChannels(channels());
        if (converted.width() == width && converted.height() == height) {
            return converted;
        }
        return Resampler.pixels(converted, width, height);
    }

    /** Normalises one image in place: values 0 to 1, {@code [height, width, channels]}, from {@code offset} on. */
    public void normalise(float[] values, int offset) {
        int channels = channels();
        for (int c = 0; c < channels; c++) {
            float mean = means.get(c);
            float deviation = standardDeviations.get(c);
            for (int i = offset + c; i < offset + length(); i += channels) {
                values[i] = (values[i] - mean) / deviation;
            }
        }
    }
}
