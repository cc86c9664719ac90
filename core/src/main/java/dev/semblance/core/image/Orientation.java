package dev.semblance.core.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera held the picture that it stored, by the numbers 1 to 8 of the Exif standard (CIPA DC-008, tag 0x0112,
 * "Orientation"). Programs that show pictures turn them, and so must who compares them.
 */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    UPSIDE_DOWN_MIRRORED,
    LEFT_MIRRORED,
    LEFT,
    RIGHT_MIRRORED,
    RIGHT;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    /**
     * Reads the tag from the first directory of TIFF data. Upright where there is none: data that nobody can read turn
     * no picture and are no reason to refuse it.
     */
    static Orientation ofExif(byte[] bytes, int from, int to) {
        if (to - from < 8) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(bytes, from, to - from).slice();
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (tiff.getShort(2) != 42 || directory < 8 || directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (entry + ENTRY_BYTES > tiff.limit()) {
                return UPRIGHT;
            }
            if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == SHORT) {
                return numbered(tiff.getShort(entry + 8));
            }
        }
        return UPRIGHT;
    }

    private static Orientation numbered(int number) {
        return number >= 1 && number <= 8 ? values()[number - 1] : UPRIGHT;
    }

    /** Whether rows are stored as columns. */
    boolean isOnItsSide() {
        return switch (this) {
            case UPRIGHT, MIRRORED, UPSIDE_DOWN, UPSIDE_DOWN_MIRRORED -> false;
            case LEFT_MIRRORED, LEFT, RIGHT_MIRRORED, RIGHT -> true;
        };
    }

    /** The picture as people see it. */
    Pixels upright(Pixels stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = isOnItsSide() ? stored.height() : stored.width();
        int height = isOnItsSide() ? stored.width() : stored.height();
        byte[] samples = new byte[width * height * stored.channels()];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = storedX(x, y, stored.width() - 1);
                int fromY = storedY(x, y, stored.height() - 1);
                for (int channel = 0; channel < stored.channels(); channel++) {
                    samples[at++] = (byte) stored.sample(fromX, fromY, channel);
                }
            }
        }
        return new Pixels(width, height, stored.channels(), samples);
    }

    private int storedX(int x, int y, int last) {
        return switch (this) {
            case UPRIGHT, UPSIDE_DOWN_MIRRORED -> x;
            case MIRRORED, UPSIDE_DOWN -> last - x;
            case LEFT_MIRRORED, LEFT -> y;
            case RIGHT_MIRRORED, RIGHT -> last - y;
        };
    }

    private int storedY(int x, int y, int last) {
        return switch (this) {
            case UPRIGHT, MIRRORED -> y;
            case UPSIDE_DOWN, UPSIDE_DOWN_MIRRORED -> last - y;
            case LEFT_MIRRORED, RIGHT -> x;
            case LEFT, RIGHT_MIRRORED -> last - x;
        };
    }
}
