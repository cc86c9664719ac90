package dev.semblance.core.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * What thumbnails are like. A file that is small as it is, is its own thumbnail; of another one a JPEG is made, which
 * is never larger than the picture. The same file gives the same thumbnail.
 *
 * @param side longer side in pixels, at most; 0 for no thumbnails
 */
public record ThumbnailSpec(int side) implements Serializable {
    /** The largest side that there can be. */
    public static final int MAX_SIDE = 256;

    public static final ThumbnailSpec NONE = new ThumbnailSpec(0);

    /** Longer files are made smaller, even if their picture is not. */
    private static final int SMALL_BYTES = 8 * 1024;

    public ThumbnailSpec {
        if (side < 0 || side > MAX_SIDE) {
            throw new IllegalArgumentException("the side of a thumbnail is 0 to " + MAX_SIDE + ", not " + side);
        }
    }

    /**
     * The thumbnail of an image; empty where none are wanted.
     *
     * @param file the encoded image
     * @param pixels the same, decoded and upright
     */
    public Optional<Thumbnail> of(byte[] file, Pixels pixels) {
        if (side == 0) {
            return Optional.empty();
        }
        return Optional.of(Thumbnail.of(isSmall(file, pixels) ? file : jpeg(shrunk(pixels))));
    }

    /** Whether everyone can show the file itself, and it is small. */
    private boolean isSmall(byte[] file, Pixels pixels) {
        if (file.length > SMALL_BYTES || longer(pixels) > side) {
            return false;
        }
        return switch (ImageFormat.of(file).orElseThrow()) {
            case PNG -> true;
            case JPEG -> isUpright(file);
            case GIF, BMP -> false;
        };
    }

    private static boolean isUpright(byte[] jpeg) {
        try {
            return JpegFile.of(jpeg).orientation() == Orientation.UPRIGHT;
        } catch (BadImageException e) {
            throw new IllegalArgumentException("a thumbnail is of a file that has been decoded", e);
        }
    }

    private static int longer(Pixels pixels) {
        return Math.max(pixels.width(), pixels.height());
    }

    private Pixels shrunk(Pixels pixels) {
        double scale = (double) side / longer(pixels);
        return scale >= 1
                ? pixels
                : Resampler.pixels(pixels, scaled(pixels.width(), scale), scaled(pixels.height(), scale));
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.round(length * scale));
    }

    private static byte[] jpeg(Pixels pixels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // ImageIO's own stream would be a temporary file.
        try (ImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(pixels.toBufferedImage(), "jpeg", memory)) {
                throw new IllegalStateException("this Java runtime writes no JPEG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
        return out.toByteArray();
    }
}
