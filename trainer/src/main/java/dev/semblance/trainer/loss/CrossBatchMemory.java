package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Cross-batch memory (Wang et al., "Cross-Batch Memory for Embedding Learning", 2020): compares each batch with itself
 * and with the embeddings of the batches before it, as they were then. The gradient flows into the batch, on both sides
 * of its pairs, and not into what is remembered.
 *
 * <p>For the first steps, while the network changes fast and old embeddings say little, nothing is remembered. Every
 * call is a step: whoever only wants to look uses {@link #memoryless()}.
 */
final class CrossBatchMemory extends MetricLoss {
    /** "XBM1", so that another file is not taken for a memory. */
    private static final int MAGIC = 0x58424D31;

    private final BatchLoss loss;
    private final ExampleMemory memory;
    private final long warmUpSteps;
    private long steps;

    /**
     * Wraps a loss.
     *
     * @param size how many examples a batch is compared with, itself included
     * @param warmUpSteps steps that remember nothing
     */
    CrossBatchMemory(BatchLoss loss, int size, long warmUpSteps) {
        super(loss.getName() + " with memory");
        this.loss = loss;
        this.memory = new ExampleMemory(size);
        this.warmUpSteps = warmUpSteps;
    }

    @Override
    NDArray of(Examples batch) {
        NDArray values = loss.of(batch, memory.after(batch));
        if (steps >= warmUpSteps) {
            memory.remember(batch);
        }
        steps++;
        return values;
    }

    @Override
    public MetricLoss memoryless() {
        return loss;
    }

    @Override
    public void saveState(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeLong(steps);
        memory.save(out);
    }

    @Override
    public void restoreState(DataInputStream in) throws IOException {
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new IOException("no saved memory of a loss: it begins with " + Integer.toHexString(magic));
        }
        long savedSteps = in.readLong();
        memory.restore(in);
        steps = savedSteps;
    }
}
