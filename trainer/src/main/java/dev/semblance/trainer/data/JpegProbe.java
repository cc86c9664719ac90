package dev.semblance.trainer.data;

import dev.semblance.core.image.BadImageException;

/**
 * Walks through the segments of a JPEG (ITU-T T.81, annex B) to its frame header, SOFn, which tells the size, and to
 * its first scan, after which the end marker must come.
 */
final class JpegProbe {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;

    private final byte[] bytes;

    JpegProbe(byte[] bytes) {
        this.bytes = bytes;
    }

    ImageShape shape() throws BadImageException {
        int frame = -1;
        int at = 2; // after the start marker
        while (true) {
            while (unsigned(at) == 0xFF && unsigned(at + 1) == 0xFF) {
                at++; // fill bytes
            }
            if (unsigned(at) != 0xFF) {
                throw ImageProbe.torn("the JPEG image is damaged near byte " + at);
            }
            int marker = unsigned(at + 1);
            if (marker == START_OF_SCAN) {
                requireEndAfter(at);
                return frame(frame);
            }
            if (isFrameHeader(marker)) {
                frame = at;
            }
            at += 2 + length(at + 2);
        }
    }

    /** SOF0 to SOF15, but those numbers that are other segments: DHT, JPG and DAC. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private ImageShape frame(int at) throws BadImageException {
        if (at < 0) {
            throw ImageProbe.torn("the JPEG image has no frame header");
        }
        int height = length(at + 5);
        int width = length(at + 7);
        if (width < 1 || height < 1) {
            throw ImageProbe.torn("the JPEG image claims to be " + width + " x " + height);
        }
        return new ImageShape(width, height, unsigned(at + 9) == 1 ? 1 : 3);
    }

    /** Within the coded data 0xFF is never followed by 0xD9, so that this is the end of the image and not chance. */
    private void requireEndAfter(int scan) throws BadImageException {
        for (int at = bytes.length - 2; at > scan; at--) {
            if (bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) END_OF_IMAGE) {
                return;
            }
        }
        throw ImageProbe.torn("the JPEG image is cut short after " + bytes.length + " bytes");
    }

    /** A number of two bytes, big-endian. */
    private int length(int at) throws BadImageException {
        return unsigned(at) << 8 | unsigned(at + 1);
    }

    private int unsigned(int at) throws BadImageException {
        if (at >= bytes.length) {
            throw ImageProbe.torn("the JPEG image is cut short after " + bytes.length + " bytes");
        }
        return bytes[at] & 0xFF;
    }
}
