package dev.semblance.core.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** How a picture lies in its file: cameras store it as the sensor was held, and say in EXIF how to turn it. */
enum Orientation {
    AS_STORED(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    MIRRORED_UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    /** To be turned clockwise by a quarter. */
    ON_ITS_LEFT(true, false, true),
    TRANSVERSED(true, true, true),
    /** To be turned anticlockwise by a quarter. */
    ON_ITS_RIGHT(true, true, false);

    private final boolean swapped;
    private final boolean fromRight;
    private final boolean fromBottom;

    Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
        this.swapped = swapped;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** As EXIF says, whose values count from 1 in this order; as stored where it says nothing that makes sense. */
    static Orientation of(byte[] jpeg) {
        try {
            ExifIFD0Directory exif = ImageMetadataReader.readMetadata(new ByteArrayInputStream(jpeg))
                    .getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer value = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return value == null || value < 1 || value > values().length ? AS_STORED : values()[value - 1];
        } catch (ImageProcessingException | IOException e) {
            return AS_STORED; // the picture itself may still be whole
        }
    }

    /** The picture as it is to be seen. */
    Pixels upright(Pixels stored) {
        if (this == AS_STORED) {
            return stored;
        }
        int width = swapped ? stored.height() : stored.width();
        int height = swapped ? stored.width() : stored.height();
        byte[] samples = new byte[width * height * stored.channels()];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = swapped ? y : x;
                int row = swapped ? x : y;
                int fromX = fromRight ? stored.width() - 1 - column : column;
                int fromY = fromBottom ? stored.height() - 1 - row : row;
                for (int channel = 0; channel < stored.channels(); channel++) {
                    samples[at++] = (byte) stored.sample(fromX, fromY, channel);
                }
            }
        }
        return new Pixels(width, height, stored.channels(), samples);
    }
}
