package dev.semblance.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * A decoded image: 8-bit samples, row by row, channels interleaved ({@code [height, width, channels]}), 1 channel for
 * grey and 3 for RGB. Immutable by convention: the array is not copied, and nobody writes to it.
 */
public final class Pixels {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    public Pixels(int width, int height, int channels, byte[] samples) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("an image has 1 or 3 channels, not " + channels);
        }
        if (width <= 0 || height <= 0 || samples.length != width * height * channels) {
            throw new IllegalArgumentException(
                    samples.length + " samples do not make " + width + " x " + height + " x " + channels);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return channels;
    }

    /** One sample, 0 to 255. */
    public int sample(int x, int y, int channel) {
        return samples[(y * width + x) * channels + channel] & 0xFF;
    }

    /** The same picture in grey (ITU-R BT.601 luma, rounded) or in RGB (grey repeated). */
    public Pixels withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        byte[] converted = new byte[width * height * wanted];
        if (wanted == 1) {
            for (int i = 0; i < converted.length; i++) {
                converted[i] = (byte) luma(samples[3 * i] & 0xFF, samples[3 * i + 1] & 0xFF, samples[3 * i + 2] & 0xFF);
            }
        } else {
            for (int i = 0; i < converted.length; i++) {
                converted[i] = samples[i / 3];
            }
        }
        return new Pixels(width, height, wanted, converted);
    }

    private static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }

    BufferedImage toBufferedImage() {
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage image = new BufferedImage(width, height, type);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    raster.setSample(x, y, channel, sample(x, y, channel));
                }
            }
        }
        return image;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pixels that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "Pixels[" + width + " x " + height + " x " + channels + "]";
    }
}
