package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mean and standard deviation of each channel over images at the size of an input, in units of 255. Sums are of whole
 * numbers, so that they are exact and the same in whatever order the images are read.
 */
final class ChannelStatistics {
    /** Images that are all one shade would divide by zero. */
    private static final float MIN_DEVIATION = 1e-3f;

    private static final double SCALE = 255;
    private static final int REPORT_EVERY = 500;

    private final InputSpec input;
    private final LoadListener listener;
    private final long[] sums;
    private final long[] squares;
    private int images;
    private int read;

    ChannelStatistics(InputSpec input, LoadListener listener) {
        this.input = input;
        this.listener = listener;
        this.sums = new long[input.channels()];
        this.squares = new long[input.channels()];
    }

    /** The input with the means and deviations of these images. */
    InputSpec standardise(List<LabelledImage> sample) {
        try (WorkerPool workers = new WorkerPool()) {
            workers.each(sample, image -> Decoding.decode(image).map(input::fit), pixels -> add(pixels, sample.size()));
        }
        if (images == 0) {
            throw new OperatorException("none of the " + sample.size() + " training images looked at can be decoded");
        }
        double count = (double) images * input.width() * input.height();
        List<Float> means = new ArrayList<>();
        List<Float> deviations = new ArrayList<>();
        for (int channel = 0; channel < sums.length; channel++) {
            double mean = sums[channel] / count;
            double variance = Math.max(0, squares[channel] / count - mean * mean);
            means.add((float) (mean / SCALE));
            deviations.add(Math.max(MIN_DEVIATION, (float) (Math.sqrt(variance) / SCALE)));
        }
        return new InputSpec(input.width(), input.height(), means, deviations);
    }

    private void add(Optional<Pixels> decoded, int total) {
        if (++read % REPORT_EVERY == 0) {
            listener.progress("measuring images", "images", read, total);
        }
        if (decoded.isEmpty()) {
            return;
        }
        images++;
        Pixels pixels = decoded.get();
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                for (int channel = 0; channel < sums.length; channel++) {
                    int sample = pixels.sample(x, y, channel);
                    sums[channel] += sample;
                    squares[channel] += (long) sample * sample;
                }
            }
        }
    }
}
