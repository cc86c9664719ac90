package dev.semblance.trainer.data;

import dev.semblance.core.image.InputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses what a network takes by the images that it is to learn from.
 *
 * @param side width and height in pixels; empty for the images' own size where all agree on one of at most 64 x 64,
 *     else 64 x 64
 * @param normalisation of the samples
 * @param seed draws the images that are looked at where there are too many to look at all
 */
public record InputChoice(OptionalInt side, Normalisation normalisation, long seed) {
    private static final int MAX_SIDE = 64;
    /**
     * Images on disk that means and deviations are estimated from: their standard error is below 1 % of a deviation.
     */
    private static final int SAMPLE = 10_000;

    public InputChoice {
        if (side.isPresent() && side.getAsInt() < 1) {
            throw new IllegalArgumentException("an image has no side of " + side.getAsInt() + " pixels");
        }
    }

    /** The images' own size, each channel standardised. */
    public static InputChoice ofSeed(long seed) {
        return new InputChoice(OptionalInt.empty(), Normalisation.STANDARDISED, seed);
    }

    /**
     * Gives size, channels (RGB where any image is) and normalisation.
     *
     * @param training images; those that cannot be decoded do not count
     */
    public InputSpec choose(Dataset training, LoadListener listener) {
        InputSpec plain = plain(training);
        return switch (normalisation) {
            case PLAIN -> plain;
            case STANDARDISED -> new ChannelStatistics(plain, listener).standardise(sample(training.images()));
        };
    }

    private InputSpec plain(Dataset training) {
        List<ImageShape> shapes =
                training.images().stream().map(LabelledImage::shape).distinct().toList();
        int channels = shapes.stream().mapToInt(ImageShape::channels).max().orElseThrow();
        if (side.isPresent()) {
            return new InputSpec(side.getAsInt(), side.getAsInt(), channels, 0, 1);
        }
        ImageShape first = shapes.getFirst();
        boolean uniform =
                shapes.stream().allMatch(shape -> shape.width() == first.width() && shape.height() == first.height());
        if (uniform && Math.max(first.width(), first.height()) <= MAX_SIDE) {
            return new InputSpec(first.width(), first.height(), channels, 0, 1);
        }
        return new InputSpec(MAX_SIDE, MAX_SIDE, channels, 0, 1);
    }

    /** All images, or, where they have to be read from disk, at most as many as are needed. */
    private List<LabelledImage> sample(List<LabelledImage> images) {
        if (images.size() <= SAMPLE || images.getFirst() instanceof DecodedImage) {
            return images;
        }
        List<Integer> positions =
                new ArrayList<>(IntStream.range(0, images.size()).boxed().toList());
        Shuffle.shuffle(positions, new SplittableRandom(seed));
        return positions.subList(0, SAMPLE).stream().map(images::get).toList();
    }
}
