package dev.semblance.core.image;

/**
 * How large an image may be.
 *
 * @param maxBytes largest encoded image in bytes
 * @param maxPixels largest decoded image in pixels (width times height); guards against decompression bombs
 */
public record ImageLimits(int maxBytes, long maxPixels) {
    public static final ImageLimits DEFAULT = new ImageLimits(8 * 1024 * 1024, 40_000_000);

    public ImageLimits {
        if (maxBytes <= 0 || maxPixels <= 0) {
            throw new IllegalArgumentException(
                    "image limits must be positive, not " + maxBytes + " bytes and " + maxPixels + " pixels");
        }
    }
}
