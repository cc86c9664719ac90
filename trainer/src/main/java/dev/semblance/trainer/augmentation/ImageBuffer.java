package dev.semblance.trainer.augmentation;

/**
 * One image under change: values 0 to 1, row by row, channels interleaved ({@code [height, width, channels]}), 1
 * channel for grey and 3 for RGB. It keeps a second array for what cannot be done in place, so that a buffer serves for
 * any number of images without allocation. Not safe for use by several threads.
 */
public final class ImageBuffer {
    private final int width;
    private final int height;
    private final int channels;
    private float[] values;
    private float[] spare;

    /** A black image. */
    public ImageBuffer(int width, int height, int channels) {
        if (width <= 0 || height <= 0 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("no image is " + width + " x " + height + " x " + channels);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.values = new float[length()];
        this.spare = new float[length()];
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 for grey, 3 for RGB. */
    public int channels() {
        return channels;
    }

    /** Values in the image. */
    public int length() {
        return width * height * channels;
    }

    /** Becomes the image whose 8-bit samples, {@code [height, width, channels]}, begin at {@code offset}. */
    public void load(byte[] samples, int offset) {
        for (int i = 0; i < length(); i++) {
            values[i] = (samples[offset + i] & 0xFF) / 255f;
        }
    }

    /** Becomes the image whose values, {@code [height, width, channels]}, begin at {@code offset}. */
    public void load(float[] image, int offset) {
        System.arraycopy(image, offset, values, 0, length());
    }

    /** Writes the image, {@code [height, width, channels]}, into {@code target} from {@code offset} on. */
    public void copyTo(float[] target, int offset) {
        System.arraycopy(values, 0, target, offset, length());
    }

    /** The image's values themselves, to be changed; valid until {@link #swap}. */
    float[] values() {
        return values;
    }

    /** As long as the image, with arbitrary values, to write a new image into; see {@link #swap}. */
    float[] spare() {
        return spare;
    }

    /** Makes the spare array the image, and the image's array spare. */
    void swap() {
        float[] old = values;
        values = spare;
        spare = old;
    }

    /** Values in a row. */
    int stride() {
        return width * channels;
    }

    /** Mean of each channel, {@code [channels]}. */
    float[] means() {
        double[] sums = new double[channels];
        for (int i = 0; i < length(); i += channels) {
            for (int c = 0; c < channels; c++) {
                sums[c] += values[i + c];
            }
        }
        float[] means = new float[channels];
        for (int c = 0; c < channels; c++) {
            means[c] = (float) (sums[c] / (width * height));
        }
        return means;
    }
}
