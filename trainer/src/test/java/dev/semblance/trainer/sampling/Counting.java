package dev.semblance.trainer.sampling;

import java.util.Arrays;

/** Draws 0 and 1, then 2 and 3, and so on, up to the size and from 0 again. */
final class Counting implements Sampler {
    private final int size;
    private int drawn;

    Counting(int size) {
        this.size = size;
    }

    @Override
    public int batchSize() {
        return 2;
    }

    @Override
    public int[] next() {
        return new int[] {drawn++ % size, drawn++ % size};
    }

    @Override
    public int[] labels(int[] positions) {
        return Arrays.stream(positions).map(position -> position / 2).toArray();
    }
}
