package dev.semblance.trainer.sampling;

import java.util.SplittableRandom;

/**
 * Draws batches for learning without labels: each example is a class of its own, and a batch holds several views of it,
 * which differ by augmentation. Examples are drawn without replacement until all are used up. A pool with fewer
 * examples than asked for gives batches of all its examples.
 *
 * <p>The same seed draws the same batches on every machine. Not safe for use by several threads.
 */
public final class SingleShotSampler implements Sampler {
    private final Deck deck;
    private final int examplesPerBatch;
    private final int viewsPerExample;

    /**
     * Draws from the examples of a pool, whose classes do not matter.
     *
     * @param pool of at least 2 examples
     * @param examplesPerBatch at least 2
     * @param viewsPerExample at least 2, so that each view has a positive
     */
    public SingleShotSampler(ExamplePool pool, int examplesPerBatch, int viewsPerExample, long seed) {
        if (examplesPerBatch < 2 || viewsPerExample < 2) {
            throw new IllegalArgumentException("a batch needs at least 2 views of at least 2 examples, not "
                    + viewsPerExample + " of " + examplesPerBatch);
        }
        if (pool.size() < 2) {
            throw new IllegalArgumentException("at least 2 examples are needed, not " + pool.size());
        }
        this.deck = new Deck(pool.positions(), new SplittableRandom(seed));
        this.examplesPerBatch = Math.min(examplesPerBatch, pool.size());
        this.viewsPerExample = viewsPerExample;
    }

    @Override
    public int batchSize() {
        return examplesPerBatch * viewsPerExample;
    }

    /** Positions of the next batch's examples, {@code [batchSize]}, the views of an example side by side. */
    @Override
    public int[] next() {
        int[] examples = new int[examplesPerBatch];
        deck.draw(examples, 0, examplesPerBatch);
        int[] batch = new int[batchSize()];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = examples[i / viewsPerExample];
        }
        return batch;
    }

    /** An example's class is its position. */
    @Override
    public int[] labels(int[] positions) {
        return positions.clone();
    }
}
