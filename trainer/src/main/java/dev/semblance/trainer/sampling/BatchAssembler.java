package dev.semblance.trainer.sampling;

import dev.semblance.core.image.InputSpec;
import dev.semblance.trainer.augmentation.Augmentation;
import dev.semblance.trainer.augmentation.ImageBuffer;
import dev.semblance.trainer.data.PixelSource;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Reads, augments and normalises the images of batches. Safe for use by several threads. */
final class BatchAssembler {
    private final PixelSource source;
    private final Augmentation augmentation;
    private final long seed;
    private final BooleanSupplier cancelled;

    /**
     * Makes an assembler of batches of one run.
     *
     * @param cancelled asked before each image whether to give up
     */
    BatchAssembler(PixelSource source, Augmentation augmentation, long seed, BooleanSupplier cancelled) {
        this.source = source;
        this.augmentation = augmentation;
        this.seed = seed;
        this.cancelled = cancelled;
    }

    /** The batch of these examples, {@code [batch]}. */
    Batch assemble(long number, int[] positions, int[] labels) {
        InputSpec input = source.input();
        int length = input.length();
        ImageBuffer buffer = new ImageBuffer(input.width(), input.height(), input.channels());
        byte[] samples = new byte[length];
        float[] images = new float[Math.multiplyExact(positions.length, length)];
        for (int i = 0; i < positions.length; i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("batch " + number + " is no longer wanted");
            }
            source.read(positions[i], samples, 0);
            buffer.load(samples, 0);
            augmentation.apply(buffer, ImageSeed.random(seed, number, i));
            buffer.copyTo(images, i * length);
            input.normalise(images, i * length);
        }
        return new Batch(number, images, labels);
    }
}
