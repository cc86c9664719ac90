package dev.semblance.trainer.data;

import dev.semblance.core.image.InputSpec;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Images that are decoded and resized whenever they are asked for, by the thread that asks, with as many of them kept
 * as memory is allowed.
 *
 * <p>Whoever trains comes by every image once before any comes again, so the one that was used last is the one that is
 * needed last, and a cache that throws out the least recently used would never have what is asked for. The first images
 * that come are kept for good instead, which saves reading that share of each round.
 */
final class DiskPixels implements PixelSource {
    private final Dataset dataset;
    private final InputSpec input;
    private final int[] labels;
    private final AtomicReferenceArray<byte[]> kept;
    private final AtomicInteger places;

    DiskPixels(Dataset dataset, InputSpec input, long memoryBytes) {
        this.dataset = dataset;
        this.input = input;
        this.labels = dataset.labels();
        this.kept = new AtomicReferenceArray<>(dataset.size());
        this.places = new AtomicInteger((int) Math.min(dataset.size(), memoryBytes / input.length()));
    }

    @Override
    public int size() {
        return dataset.size();
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
        byte[] known = kept.get(position);
        if (known != null) {
            System.arraycopy(known, 0, target, offset, known.length);
            return;
        }
        Decoding.write(input.fit(dataset.images().get(position).pixels()), target, offset);
        keep(position, target, offset);
    }

    private void keep(int position, byte[] target, int offset) {
        if (places.get() <= 0) {
            return;
        }
        byte[] copy = Arrays.copyOfRange(target, offset, offset + input.length());
        boolean taken = places.getAndDecrement() > 0 && kept.compareAndSet(position, null, copy);
        if (!taken) {
            places.incrementAndGet(); // none was left, or another thread has read the same image
        }
    }

    /** Images that are kept in memory. */
    int keptImages() {
        int count = 0;
        for (int position = 0; position < kept.length(); position++) {
            count += kept.get(position) == null ? 0 : 1;
        }
        return count;
    }
}
