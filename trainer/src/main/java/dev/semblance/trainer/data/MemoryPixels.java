package dev.semblance.trainer.data;

import dev.semblance.core.image.InputSpec;
import java.util.List;

/** All images in memory, 8 bits a sample. Immutable. */
final class MemoryPixels implements PixelSource {
    private final InputSpec input;
    private final byte[][] samples;
    private final int[] labels;

    MemoryPixels(InputSpec input, List<byte[]> samples, int[] labels) {
        this.input = input;
        this.samples = samples.toArray(byte[][]::new);
        this.labels = labels;
    }

    @Override
    public int size() {
        return samples.length;
    }

    @Override
    public InputSpec input() {
        return input;
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    @Override
    public void read(int position, byte[] target, int offset) {
        System.arraycopy(samples[position], 0, target, offset, input.length());
    }
}
