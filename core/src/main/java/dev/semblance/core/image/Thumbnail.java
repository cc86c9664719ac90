package dev.semblance.core.image;

import java.util.Arrays;

/**
 * A small picture of an image, as a file. Immutable by convention: the array is not copied, and nobody writes to it.
 */
public final class Thumbnail {
    private final ImageFormat format;
    private final byte[] file;

    private Thumbnail(ImageFormat format, byte[] file) {
        this.format = format;
        this.file = file;
    }

    /**
     * A thumbnail that has been made already.
     *
     * @throws IllegalArgumentException if the file is of no known format
     */
    public static Thumbnail of(byte[] file) {
        return new Thumbnail(
                ImageFormat.of(file)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the " + file.length + " bytes of a thumbnail are no image file")),
                file);
    }

    /** Such as {@code image/png}. */
    public String mediaType() {
        return format.mediaType();
    }

    public byte[] file() {
        return file;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thumbnail that && Arrays.equals(file, that.file);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(file);
    }

    @Override
    public String toString() {
        return "Thumbnail[" + mediaType() + ", " + file.length + " bytes]";
    }
}
