package dev.semblance.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.loss.Loss;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * A loss of labelled embeddings: small where those of one class are near each other and far from all others. The
 * gradient flows into the embeddings. {@link LossSpec#create()} makes one.
 *
 * <p>All temporaries are freed before a method returns; the result belongs to the manager of the embeddings. Not for
 * use by several threads.
 */
public abstract sealed class MetricLoss extends Loss permits BatchLoss, CrossBatchMemory {
    MetricLoss(String name) {
        super(name);
    }

    /**
     * The loss of each example.
     *
     * @param labels classes, {@code [batch]}, int32 or int64
     * @param embeddings {@code [batch, dimension]}, float32
     * @return {@code [batch]}, float32; for multiple negatives ranking {@code [pairs]}
     */
    public final NDArray perExample(NDArray labels, NDArray embeddings) {
        return inScope(new NDList(labels), new NDList(embeddings), UnaryOperator.identity());
    }

    /**
     * The mean over the examples, a scalar.
     *
     * @param labels one array of classes, {@code [batch]}
     * @param predictions one array of embeddings, {@code [batch, dimension]}
     */
    @Override
    public final NDArray evaluate(NDList labels, NDList predictions) {
        return inScope(labels, predictions, NDArray::mean);
    }

    /** The loss to judge with: it sees only the batch that it is given, and remembers nothing. */
    public abstract MetricLoss memoryless();

    /**
     * Writes what the loss has kept from earlier batches, so that a run can go on where it stopped.
     *
     * @throws IOException if the stream cannot be written
     */
    public abstract void saveState(DataOutputStream out) throws IOException;

    /**
     * Takes up what {@link #saveState} wrote for a loss of the same specification.
     *
     * @throws IOException if the stream cannot be read or holds something else
     */
    public abstract void restoreState(DataInputStream in) throws IOException;

    /** The loss of each example, {@code [batch]} or {@code [batch, 1]}. */
    abstract NDArray of(Examples batch);

    private NDArray inScope(NDList labels, NDList predictions, UnaryOperator<NDArray> finish) {
        NDArray embeddings = predictions.singletonOrThrow();
        NDManager outer = embeddings.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(labels, predictions);
            Examples batch = Examples.of(labels.singletonOrThrow(), embeddings);
            NDArray result = finish.apply(of(batch).flatten());
            result.attach(outer);
            return result;
        }
    }
}
