package dev.semblance.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.sampling.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one device takes of a batch.
 *
 * @param values {@code [share, height, width, channels]}
 * @param classes {@code [share]}
 * @param input size of the images
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Share(float[] values, int[] classes, InputSpec input) {
    /** Deals the images out in turn: a batch is laid out class by class, and each device should see them all. */
    static List<Share> of(Batch batch, InputSpec input, int devices) {
        if (devices == 1) {
            return List.of(new Share(batch.images(), batch.labels(), input));
        }
        List<Share> shares = new ArrayList<>(devices);
        for (int device = 0; device < devices; device++) {
            int first = device;
            int[] positions = IntStream.range(0, batch.labels().length)
                    .filter(position -> position % devices == first)
                    .toArray();
            shares.add(pick(batch, input, positions));
        }
        return shares;
    }

    private static Share pick(Batch batch, InputSpec input, int[] positions) {
        float[] values = new float[positions.length * input.length()];
        int[] classes = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(batch.images(), positions[i] * input.length(), values, i * input.length(), input.length());
            classes[i] = batch.labels()[positions[i]];
        }
        return new Share(values, classes, input);
    }

    IntStream labels() {
        return IntStream.of(classes);
    }

    /** The images as networks take them, {@code [share, channels, height, width]}: a view, see {@link InputSpec}. */
    NDArray images(NDManager manager, Device device) {
        return manager.create(values, new Shape(classes.length, input.height(), input.width(), input.channels()))
                .toDevice(device, false)
                .transpose(0, 3, 1, 2);
    }
}
