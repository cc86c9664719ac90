package dev.semblance.core.image;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files to {@link Pixels}. Grey files stay grey, everything else becomes RGB; transparency is laid on
 * white. A JPEG is turned as its EXIF says; of an animation the first frame counts. Sizes are checked from the header,
 * before any pixel is decoded.
 *
 * <p>Safe for use by several threads.
 */
public final class ImageDecoder {
    private final ImageLimits limits;

    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes one image file.
     *
     * @throws BadImageException if the bytes are empty, too many, of no known format, too many pixels, or broken
     */
    public Pixels decode(byte[] bytes) throws BadImageException {
        if (bytes.length == 0) {
            throw new BadImageException(Reason.EMPTY, "the image is empty (0 bytes)");
        }
        if (bytes.length > limits.maxBytes()) {
            throw new BadImageException(
                    Reason.TOO_MANY_BYTES,
                    "the image has " + bytes.length + " bytes, more than the limit of " + limits.maxBytes());
        }
        ImageFormat format = ImageFormat.of(bytes)
                .orElseThrow(() -> new BadImageException(
                        Reason.UNKNOWN_FORMAT, "the bytes are not a PNG, JPEG, GIF or BMP image"));
        Pixels stored = toPixels(read(bytes, format));
        return format == ImageFormat.JPEG ? Orientation.of(bytes).upright(stored) : stored;
    }

    private BufferedImage read(byte[] bytes, ImageFormat format) throws BadImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java runtime has no reader for " + format.mediaType());
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            AtomicBoolean torn = new AtomicBoolean();
            reader.addIIOReadWarningListener((source, warning) -> torn.compareAndSet(false, isTorn(warning)));
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > limits.maxPixels()) {
                throw new BadImageException(
                        Reason.TOO_MANY_PIXELS,
                        "the image has " + reader.getWidth(0) + " x " + reader.getHeight(0)
                                + " pixels, more than the limit of " + limits.maxPixels() + " in all");
            }
            BufferedImage image = reader.read(0);
            if (torn.get()) {
                throw new BadImageException(Reason.UNDECODABLE, "the " + format + " image is torn: its end is missing");
            }
            return image;
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers answer broken files with IllegalArgumentException and array faults as well.
            throw new BadImageException(
                    Reason.UNDECODABLE, "the " + format + " image is torn or broken: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** JPEG's reader only warns of an end that is missing, and makes up the rest. */
    private static boolean isTorn(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature end") || text.contains("missing eoi");
    }

    private static Pixels toPixels(BufferedImage image) {
        return isGrey(image) ? greyPixels(image.getRaster()) : rgbPixels(image);
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getRaster().getNumBands() == 1 && !(image.getColorModel() instanceof IndexColorModel);
    }

    /** Reads the samples as they are: getRGB would take them for linear light and brighten them. */
    private static Pixels greyPixels(Raster raster) {
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        int[] row = new int[raster.getWidth()];
        byte[] samples = new byte[raster.getWidth() * raster.getHeight()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                samples[y * row.length + x] = (byte) (row[x] >> shift);
            }
        }
        return new Pixels(raster.getWidth(), raster.getHeight(), 1, samples);
    }

    private static Pixels rgbPixels(BufferedImage image) {
        int width = image.getWidth();
        int[] row = new int[width];
        byte[] samples = new byte[width * image.getHeight() * 3];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                int alpha = argb >>> 24;
                samples[at++] = onWhite(argb >> 16 & 0xFF, alpha);
                samples[at++] = onWhite(argb >> 8 & 0xFF, alpha);
                samples[at++] = onWhite(argb & 0xFF, alpha);
            }
        }
        return new Pixels(width, image.getHeight(), 3, samples);
    }

    private static byte onWhite(int sample, int alpha) {
        return (byte) ((sample * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
