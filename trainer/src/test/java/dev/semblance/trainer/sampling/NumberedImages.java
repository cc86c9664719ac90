package dev.semblance.trainer.sampling;

import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.data.PixelSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Images of 2 x 1 grey pixels: 5 times their position, and that plus 50. Two images of each class. */
final class NumberedImages implements PixelSource {
    static final InputSpec INPUT = new InputSpec(2, 1, 1, 0.2f, 0.5f);

    private final AtomicInteger reads = new AtomicInteger();
    private final int size;
    private final IntConsumer beforeReading;

    NumberedImages(int size, IntConsumer beforeReading) {
        this.size = size;
        this.beforeReading = beforeReading;
    }

    static NumberedImages of(int size) {
        return new NumberedImages(size, position -> {});
    }

    /** Images read so far. */
    int reads() {
        return reads.get();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public InputSpec input() {
        return INPUT;
    }

    @Override
    public int[] labels() {
        int[] labels = new int[size];
        Arrays.setAll(labels, position -> position / 2);
        return labels;
    }

    @Override
    public void read(int position, byte[] target, int offset) {
        beforeReading.accept(position);
        reads.incrementAndGet();
        target[offset] = (byte) (5 * position);
        target[offset + 1] = (byte) (5 * position + 50);
    }
}
