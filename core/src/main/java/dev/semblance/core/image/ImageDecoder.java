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
 * Decodes image files to {@link Pixels}, so that they show what people see: pictures that a camera stored on their side
 * are turned, transparency is laid on white, of an animation the first picture counts. Grey files stay grey, everything
 * else becomes RGB. Sizes are checked from the header, before any pixel is decoded.
 *
 * <p>Safe for use by several threads.
 */
public final class ImageDecoder {
    /** Where a BMP tells how long its header is; the shortest, of 12 bytes, knows no compression. */
    private static final int BMP_HEADER_BYTES = 14;

    private static final int BMP_COMPRESSION = 30;
    private static final int BMP_HOLDS_JPEG = 4;
    private static final int BMP_HOLDS_PNG = 5;

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
        ImageFormat format = format(bytes);
        return switch (format) {
            case PNG -> {
                ImageHeader header = fewPixels(PngFile.header(bytes));
                yield read(bytes, format).withChannels(header.channels());
            }
            case JPEG -> {
                JpegFile file = JpegFile.of(bytes);
                ImageHeader header = fewPixels(file.header());
                Pixels stored = file.isForPrint() ? readForPrint(bytes, file) : read(bytes, format);
                yield file.orientation().upright(stored).withChannels(header.channels());
            }
            case GIF -> read(bytes, format);
            case BMP -> {
                requireOwnPixels(bytes);
                yield read(bytes, format);
            }
        };
    }

    /**
     * Tells what {@link #decode} gives, and most torn files, without decoding pixels, which takes a hundredth of the
     * time. The rare formats are decoded.
     *
     * @throws BadImageException if the bytes are empty, too many, of no known format, too many pixels, or cut short
     */
    public ImageHeader header(byte[] bytes) throws BadImageException {
        return switch (format(bytes)) {
            case PNG -> fewPixels(PngFile.header(bytes));
            case JPEG -> fewPixels(JpegFile.of(bytes).header());
            case GIF, BMP -> ImageHeader.of(decode(bytes));
        };
    }

    private ImageFormat format(byte[] bytes) throws BadImageException {
        if (bytes.length == 0) {
            throw new BadImageException(Reason.EMPTY, "the image is empty (0 bytes)");
        }
        if (bytes.length > limits.maxBytes()) {
            throw new BadImageException(
                    Reason.TOO_MANY_BYTES,
                    "the image has " + bytes.length + " bytes, more than the limit of " + limits.maxBytes());
        }
        return ImageFormat.of(bytes)
                .orElseThrow(() -> new BadImageException(
                        Reason.UNKNOWN_FORMAT, "the bytes are not a PNG, JPEG, GIF or BMP image"));
    }

    private Pixels read(byte[] bytes, ImageFormat format) throws BadImageException {
        return read(bytes, format, reader -> toPixels(reader.read(0)));
    }

    private Pixels readForPrint(byte[] bytes, JpegFile file) throws BadImageException {
        return read(
                bytes,
                ImageFormat.JPEG,
                reader -> PrintColours.toRgb(reader.readRaster(0, reader.getDefaultReadParam()), file.isYcck()));
    }

    private Pixels read(byte[] bytes, ImageFormat format, Reading reading) throws BadImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java runtime has no reader for " + format.mediaType());
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            requireFewPixels(reader.getWidth(0), reader.getHeight(0));
            AtomicBoolean torn = new AtomicBoolean();
            reader.addIIOReadWarningListener((source, warning) -> torn.compareAndSet(false, isTorn(warning)));
            Pixels pixels = reading.pixels(reader);
            if (torn.get()) {
                throw new BadImageException(
                        Reason.UNDECODABLE, "the " + format + " image is torn: a part of its data is missing");
            }
            return pixels;
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers answer broken files with IllegalArgumentException and array faults as well.
            throw new BadImageException(
                    Reason.UNDECODABLE, "the " + format + " image is torn or broken: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** JPEG's reader only warns of data that end before the picture does, and makes up the rest. */
    private static boolean isTorn(String warning) {
        return warning.toLowerCase(Locale.ROOT).contains("premature end");
    }

    /** A BMP for a printer may hold a whole JPEG or PNG, whose size is not the one that the header of the BMP tells. */
    private static void requireOwnPixels(byte[] bytes) throws BadImageException {
        if (bytes.length <= BMP_COMPRESSION || bytes[BMP_HEADER_BYTES] == 12) {
            return;
        }
        int compression = bytes[BMP_COMPRESSION];
        if (compression == BMP_HOLDS_JPEG || compression == BMP_HOLDS_PNG) {
            throw new BadImageException(
                    Reason.UNDECODABLE, "the BMP image holds a JPEG or PNG; send that file as it is");
        }
    }

    private ImageHeader fewPixels(ImageHeader header) throws BadImageException {
        requireFewPixels(header.width(), header.height());
        return header;
    }

    private void requireFewPixels(int width, int height) throws BadImageException {
        if ((long) width * height > limits.maxPixels()) {
            throw new BadImageException(
                    Reason.TOO_MANY_PIXELS,
                    "the image has " + width + " x " + height + " pixels, more than the limit of " + limits.maxPixels()
                            + " in all");
        }
    }

    private interface Reading {
        Pixels pixels(ImageReader reader) throws IOException;
    }

    private static Pixels toPixels(BufferedImage image) {
        return isGrey(image) ? greyPixels(image.getRaster()) : rgbPixels(image);
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    }

    /** Reads the samples as they are: getRGB would take them for linear light and brighten them. */
    private static Pixels greyPixels(Raster raster) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int white = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        int[] row = new int[width * bands];
        byte[] samples = new byte[width * raster.getHeight()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int alpha = bands == 1 ? 255 : eightBits(row[x * bands + 1], white);
                samples[y * width + x] = onWhite(eightBits(row[x * bands], white), alpha);
            }
        }
        return new Pixels(width, raster.getHeight(), 1, samples);
    }

    private static int eightBits(int sample, int white) {
        return (int) ((sample * 255L + white / 2) / white);
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
