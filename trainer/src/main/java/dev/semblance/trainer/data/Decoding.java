package dev.semblance.trainer.data;

import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.Pixels;
import java.util.Optional;

/** Decodes images some of which may turn out to be damaged, as opening a folder does not decode them. */
final class Decoding {
    private Decoding() {}

    /** The image; empty if its file is damaged. */
    static Optional<Pixels> decode(LabelledImage image) {
        return switch (image) {
            case DecodedImage decoded -> Optional.of(decoded.pixels());
            case ImageFile file -> {
                try {
                    yield Optional.of(file.decode());
                } catch (BadImageException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    /** The samples of an image that has the size and the channels of the target. */
    static void write(Pixels pixels, byte[] target, int offset) {
        int at = offset;
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                for (int channel = 0; channel < pixels.channels(); channel++) {
                    target[at++] = (byte) pixels.sample(x, y, channel);
                }
            }
        }
    }
}
