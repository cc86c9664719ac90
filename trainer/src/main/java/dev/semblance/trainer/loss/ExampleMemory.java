package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.semblance.core.OperatorException;
import dev.semblance.core.model.GradientSafe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The newest examples of earlier batches, the newest batch first. They live on the heap and are copied to the device at
 * each step, which costs little beside the step and leaves no native memory behind.
 */
final class ExampleMemory {
    private final int capacity;
    private long[] labels = {};
    private float[] embeddings = {};

    /**
     * Makes an empty memory.
     *
     * @param capacity how many examples a batch is compared with, itself included
     */
    ExampleMemory(int capacity) {
        this.capacity = capacity;
    }

    /**
     * The batch, then as many remembered examples as the capacity leaves room for.
     *
     * @throws OperatorException if the batch alone does not fit
     */
    Examples after(Examples batch) {
        if (batch.size() > capacity) {
            throw new OperatorException("a memory of " + capacity + " examples is smaller than a batch of "
                    + batch.size() + "; set memory to several batches");
        }
        int kept = (int) Math.min(labels.length, capacity - batch.size());
        if (kept == 0) {
            return batch;
        }
        int dimension = dimension();
        NDManager manager = batch.embeddings().getManager();
        return batch.and(new Examples(
                manager.create(Arrays.copyOf(labels, kept)),
                GradientSafe.owned(
                        manager.create(Arrays.copyOf(embeddings, kept * dimension), new Shape(kept, dimension)))));
    }

    /** Puts the batch before everything else and forgets what no longer fits. */
    void remember(Examples batch) {
        long[] newLabels = batch.labels().toLongArray();
        float[] newEmbeddings = batch.embeddings().toFloatArray();
        int dimension = newEmbeddings.length / newLabels.length;
        int size = Math.min(capacity, newLabels.length + labels.length);
        long[] allLabels = Arrays.copyOf(newLabels, size);
        float[] allEmbeddings = Arrays.copyOf(newEmbeddings, size * dimension);
        int kept = size - newLabels.length;
        System.arraycopy(labels, 0, allLabels, newLabels.length, kept);
        System.arraycopy(embeddings, 0, allEmbeddings, newEmbeddings.length, kept * dimension);
        labels = allLabels;
        embeddings = allEmbeddings;
    }

    private int dimension() {
        return labels.length == 0 ? 0 : embeddings.length / labels.length;
    }

    /** Writes the count and the dimension, int32, then the labels, int64, then the embeddings, float32. */
    void save(DataOutputStream out) throws IOException {
        out.writeInt(labels.length);
        out.writeInt(dimension());
        for (long label : labels) {
            out.writeLong(label);
        }
        for (float value : embeddings) {
            out.writeFloat(value);
        }
    }

    /** Replaces everything with what {@link #save} wrote. */
    void restore(DataInputStream in) throws IOException {
        int size = in.readInt();
        int dimension = in.readInt();
        if (size < 0 || size > capacity || dimension < 0 || (long) size * dimension > Integer.MAX_VALUE) {
            throw new IOException("a saved memory of " + size + " examples of dimension " + dimension
                    + " does not fit into one of " + capacity);
        }
        long[] savedLabels = new long[size];
        for (int i = 0; i < size; i++) {
            savedLabels[i] = in.readLong();
        }
        float[] savedEmbeddings = new float[size * dimension];
        for (int i = 0; i < savedEmbeddings.length; i++) {
            savedEmbeddings[i] = in.readFloat();
        }
        labels = savedLabels;
        embeddings = savedEmbeddings;
    }
}
