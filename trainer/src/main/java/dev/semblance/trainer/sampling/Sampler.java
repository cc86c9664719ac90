package dev.semblance.trainer.sampling;

/**
 * Draws the examples of one batch after the other, without end. The same seed draws the same batches on every machine.
 * Not safe for use by several threads.
 */
public interface Sampler {
    /** Images in each batch. */
    int batchSize();

    /** Positions of the next batch's examples in the data set, {@code [batchSize]}; one may occur several times. */
    int[] next();

    /** What the loss takes for the class of the examples at these positions, {@code [positions]}. */
    int[] labels(int[] positions);

    /** Leaves the sampler as if so many batches had been drawn: what a run that goes on where it stopped needs. */
    default void skip(long batches) {
        if (batches < 0) {
            throw new IllegalArgumentException("cannot skip " + batches + " batches");
        }
        for (long i = 0; i < batches; i++) {
            next();
        }
    }
}
