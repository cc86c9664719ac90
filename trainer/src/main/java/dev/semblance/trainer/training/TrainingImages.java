package dev.semblance.trainer.training;

import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.data.Dataset;
import dev.semblance.trainer.data.ImageShape;
import dev.semblance.trainer.data.LabelledImage;
import java.util.List;

/**
 * Training images as the network takes them, in memory: resized, normalised, {@code [height, width, channels]} each.
 */
final class TrainingImages {
    /** Images larger than this are shrunk. */
    private static final int MAX_SIDE = 64;
    /** Memory for the images, in float32 values: 1 GiB. */
    private static final int MAX_VALUES = 1 << 28;
    /** Images that are all one shade would divide by zero. */
    private static final float MIN_DEVIATION = 1e-3f;

    private static final int REPORT_EVERY = 1000;

    private final InputSpec input;
    private final float[][] images;
    private final int[] labels;

    private TrainingImages(InputSpec input, float[][] images, int[] labels) {
        this.input = input;
        this.images = images;
        this.labels = labels;
    }

    /** Reads the images; no more of each class than fit in memory. */
    static TrainingImages read(Dataset dataset, TrainingListener listener) {
        InputSpec scaled = unnormalised(dataset);
        Dataset fitting = dataset.limitedTo(MAX_VALUES / scaled.length());
        int size = fitting.size();
        float[][] images = new float[size][scaled.length()];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            LabelledImage image = fitting.images().get(i);
            scaled.write(image.pixels(), images[i], 0);
            labels[i] = fitting.classes().indexOf(image.label());
            if (i % REPORT_EVERY == 0) {
                listener.preparing(i, size);
            }
        }
        listener.preparing(size, size);
        return normalised(scaled, images, labels);
    }

    /** The data set's own size where all images agree on a small one, else 64 x 64; RGB where any image is. */
    private static InputSpec unnormalised(Dataset dataset) {
        List<ImageShape> shapes =
                dataset.images().stream().map(LabelledImage::shape).distinct().toList();
        int channels = shapes.stream().mapToInt(ImageShape::channels).max().orElseThrow();
        ImageShape first = shapes.getFirst();
        boolean uniform =
                shapes.stream().allMatch(shape -> shape.width() == first.width() && shape.height() == first.height());
        if (uniform && Math.max(first.width(), first.height()) <= MAX_SIDE) {
            return new InputSpec(first.width(), first.height(), channels, 0, 1);
        }
        return new InputSpec(MAX_SIDE, MAX_SIDE, channels, 0, 1);
    }

    private static TrainingImages normalised(InputSpec scaled, float[][] images, int[] labels) {
        double sum = 0;
        double squares = 0;
        for (float[] image : images) {
            for (float value : image) {
                sum += value;
                squares += (double) value * value;
            }
        }
        double count = (double) images.length * scaled.length();
        float mean = (float) (sum / count);
        float deviation = Math.max(MIN_DEVIATION, (float)
                Math.sqrt(Math.max(0, squares / count - (sum / count) * (sum / count))));
        for (float[] image : images) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (image[i] - mean) / deviation;
            }
        }
        InputSpec input = new InputSpec(scaled.width(), scaled.height(), scaled.channels(), mean, deviation);
        return new TrainingImages(input, images, labels);
    }

    InputSpec input() {
        return input;
    }

    /** Class of each image, by its place in the data set's classes. */
    int[] labels() {
        return labels.clone();
    }

    /** Labels of a batch, {@code [batch]}. */
    int[] labels(int[] positions) {
        int[] batch = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            batch[i] = labels[positions[i]];
        }
        return batch;
    }

    /** Images of a batch, {@code [batch, height, width, channels]}, each moved by the shift. */
    float[] batch(int[] positions, RandomShift shift) {
        float[] batch = new float[positions.length * input.length()];
        for (int i = 0; i < positions.length; i++) {
            shift.write(images[positions[i]], batch, i * input.length());
        }
        return batch;
    }
}
