package dev.semblance.trainer.data;

import dev.semblance.core.image.BadImageException;
import dev.semblance.core.image.BadImageException.Reason;
import dev.semblance.core.image.ImageDecoder;
import dev.semblance.core.image.ImageFormat;
import dev.semblance.core.image.ImageLimits;
import java.util.Optional;

/**
 * Tells the size of an image, and most torn files, without decoding its pixels, which takes a hundredth of the time.
 * The rare formats are decoded.
 */
final class ImageProbe {
    private static final ImageLimits LIMITS = ImageLimits.DEFAULT;
    private static final ImageDecoder DECODER = new ImageDecoder(LIMITS);

    private ImageProbe() {}

    /**
     * Gives the size that the header tells.
     *
     * @throws BadImageException if the bytes are no image, too many, too many pixels, or cut short
     */
    static ImageShape shape(byte[] bytes) throws BadImageException {
        Optional<ImageFormat> format = ImageFormat.of(bytes);
        if (format.isEmpty() || bytes.length > LIMITS.maxBytes()) {
            return decoded(bytes); // says what is wrong
        }
        ImageShape shape = switch (format.get()) {
            case PNG -> PngProbe.shape(bytes);
            case JPEG -> new JpegProbe(bytes).shape();
            case GIF, BMP -> decoded(bytes);
        };
        if ((long) shape.width() * shape.height() > LIMITS.maxPixels()) {
            return decoded(bytes);
        }
        return shape;
    }

    private static ImageShape decoded(byte[] bytes) throws BadImageException {
        return ImageShape.of(DECODER.decode(bytes));
    }

    static BadImageException torn(String what) {
        return new BadImageException(Reason.UNDECODABLE, what);
    }
}
