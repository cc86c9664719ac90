package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageLimits;
import dev.semblance.core.image.Pixels;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image on disk, read anew each time it is asked for; {@link OperatorException} if it has changed meanwhile.
 *
 * @param id unique in its data set
 * @param label its class
 * @param file where it is
 * @param shape its size when it was loaded
 * @param digest of the file when it was loaded
 */
public record ImageFile(String id, String label, Path file, ImageShape shape, Sha256 digest) implements LabelledImage {
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    /** Reads the file once, to know that it can be read. */
    static ImageFile open(String id, String label, Path file) throws IOException, BadImageException {
        byte[] bytes = Files.readAllBytes(file);
        return new ImageFile(id, label, file, ImageShape.of(DECODER.decode(bytes)), Sha256.of(bytes));
    }

    @Override
    public Pixels pixels() {
        try {
            return DECODER.decode(encoded());
        } catch (BadImageException e) {
            throw new OperatorException("cannot read image " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] encoded() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            digest.verify(bytes, file.toString());
            return bytes;
        } catch (IOException e) {
            throw new OperatorException(
                    "cannot read image " + file + " again; leave the folder as it is while it is in use: " + e, e);
        }
    }
}
