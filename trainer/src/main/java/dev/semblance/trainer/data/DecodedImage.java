package dev.semblance.trainer.data;

import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import dev.semblance.core.store.Sha256;

/**
 * An image held in memory; as a file it is a PNG, which loses nothing.
 *
 * @param id unique in its data set
 * @param label its class
 * @param pixels the image
 */
public record DecodedImage(String id, String label, Pixels pixels) implements LabelledImage {
    @Override
    public ImageShape shape() {
        return ImageShape.of(pixels);
    }

    @Override
    public byte[] encoded() {
        return PngEncoder.encode(pixels);
    }

    /** Over the samples: the bytes of a PNG depend on the compressor. */
    @Override
    public Sha256 digest() {
        byte[] samples = new byte[pixels.width() * pixels.height() * pixels.channels()];
        int at = 0;
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                for (int channel = 0; channel < pixels.channels(); channel++) {
                    samples[at++] = (byte) pixels.sample(x, y, channel);
                }
            }
        }
        return Sha256.of(samples);
    }
}
