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
import java.util.Objects;

/**
 * An image on disk, read anew each time it is asked for; {@link OperatorException} if it has changed meanwhile. Takes
 * some 200 bytes of memory, however large the file is.
 */
public final class ImageFile implements LabelledImage {
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    private final ClassFolder folder;
    private final String name;
    private final ImageShape shape;
    private final CompactDigest digest;

    private ImageFile(ClassFolder folder, String name, ImageShape shape, CompactDigest digest) {
        this.folder = folder;
        this.name = name;
        this.shape = shape;
        this.digest = digest;
    }

    /** Reads the file once, for its digest and the size that its header tells; it is not decoded. */
    static ImageFile open(ClassFolder folder, String name) throws IOException, BadImageException {
        byte[] bytes = Files.readAllBytes(folder.path().resolve(name));
        return new ImageFile(folder, name, ImageShape.of(DECODER.header(bytes)), CompactDigest.of(Sha256.of(bytes)));
    }

    @Override
    public String id() {
        return folder.idPrefix() + name;
    }

    @Override
    public String label() {
        return folder.label();
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public Sha256 digest() {
        return digest.sha256();
    }

    /** Where it is. */
    public Path file() {
        return folder.path().resolve(name);
    }

    @Override
    public Pixels pixels() {
        try {
            return decode();
        } catch (BadImageException e) {
            throw new OperatorException(
                    "cannot read image " + file() + ": " + e.getMessage() + "; remove or mend it, then start again", e);
        }
    }

    /** The decoded image, for those who can do without it. */
    Pixels decode() throws BadImageException {
        return DECODER.decode(encoded());
    }

    @Override
    public byte[] encoded() {
        try {
            byte[] bytes = Files.readAllBytes(file());
            digest().verify(bytes, file().toString());
            return bytes;
        } catch (IOException e) {
            throw new OperatorException(
                    "cannot read image " + file() + " again; leave the folder as it is while it is in use: " + e, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageFile that
                && folder.equals(that.folder)
                && name.equals(that.name)
                && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(folder, name, digest);
    }

    @Override
    public String toString() {
        return "ImageFile[" + file() + "]";
    }
}
