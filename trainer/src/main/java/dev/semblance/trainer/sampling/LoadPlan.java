package dev.semblance.trainer.sampling;

/**
 * How batches are made ready. The batches are the same whatever the threads and the number ahead.
 *
 * @param seed of the augmentation
 * @param firstBatch number of the first batch, from 0: those before it are skipped
 * @param threads that make batches, 1 to 64
 * @param ahead batches that are held ready or under way at most, 1 to 64; each takes {@code batch * height * width *
 *     channels * 4} bytes
 */
public record LoadPlan(long seed, long firstBatch, int threads, int ahead) {
    private static final int MOST = 64;

    public LoadPlan {
        if (firstBatch < 0) {
            throw new IllegalArgumentException("batches count from 0, there is none numbered " + firstBatch);
        }
        requireSome("threads", threads);
        requireSome("batches ahead", ahead);
    }

    private static void requireSome(String what, int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(what + " must be 1 to " + MOST + ", not " + count);
        }
    }

    /** One thread, three batches ahead, from the first batch on. */
    public static LoadPlan of(long seed) {
        return new LoadPlan(seed, 0, 1, 3);
    }

    /** Skips the batches before this one. */
    public LoadPlan startingAt(long batch) {
        return new LoadPlan(seed, batch, threads, ahead);
    }

    /** With so many threads. */
    public LoadPlan withThreads(int count) {
        return new LoadPlan(seed, firstBatch, count, ahead);
    }

    /** With so many batches ahead. */
    public LoadPlan withAhead(int count) {
        return new LoadPlan(seed, firstBatch, threads, count);
    }
}
