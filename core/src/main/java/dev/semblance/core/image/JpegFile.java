package dev.semblance.core.image;

import dev.semblance.core.image.BadImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the segments of a JPEG tell (ITU-T T.81, annex B), up to its first scan; after that the end marker must come.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param components 1 for grey, 3 for colour, 4 for print colours
 * @param orientation how the stored picture is turned
 * @param transform what Adobe's segment says about the components, 0 where there is none
 */
record JpegFile(int width, int height, int components, Orientation orientation, int transform) {
    /** Four components that are Y, Cb, Cr and black, and not cyan, magenta, yellow and black. */
    static final int YCCK = 2;

    /** @throws BadImageException if the file is cut short or its segments do not follow each other */
    static JpegFile of(byte[] bytes) throws BadImageException {
        return new Walk(bytes).file();
    }

    /** The size that people see, which for pictures on their side is the stored one turned. */
    ImageHeader header() {
        int channels = components == 1 ? 1 : 3;
        return orientation.isOnItsSide()
                ? new ImageHeader(height, width, channels)
                : new ImageHeader(width, height, channels);
    }

    boolean isForPrint() {
        return components == 4;
    }

    boolean isYcck() {
        return transform == YCCK;
    }

    private static final class Walk {
        private static final int START_OF_SCAN = 0xDA;
        private static final int END_OF_IMAGE = 0xD9;
        private static final int APP1 = 0xE1;
        private static final int APP14 = 0xEE;
        private static final String EXIF = "Exif\0\0";
        private static final String ADOBE = "Adobe";

        private final byte[] bytes;
        private int frame = -1;
        private Optional<Orientation> orientation = Optional.empty();
        private int transform;

        Walk(byte[] bytes) {
            this.bytes = bytes;
        }

        JpegFile file() throws BadImageException {
            int at = 2; // after the start marker
            while (true) {
                while (unsigned(at) == 0xFF && unsigned(at + 1) == 0xFF) {
                    at++; // fill bytes
                }
                if (unsigned(at) != 0xFF) {
                    throw torn("the JPEG image is damaged near byte " + at);
                }
                int marker = unsigned(at + 1);
                if (marker == START_OF_SCAN) {
                    requireEndAfter(at);
                    return framed();
                }
                int length = number(at + 2);
                note(marker, at, length);
                at += 2 + length;
            }
        }

        private void note(int marker, int at, int length) throws BadImageException {
            if (isFrameHeader(marker)) {
                frame = at;
            }
            if (marker == APP1 && orientation.isEmpty() && startsWith(EXIF, at + 4)) {
                int tiff = at + 4 + EXIF.length();
                orientation = Optional.of(Orientation.ofExif(bytes, tiff, Math.min(bytes.length, at + 2 + length)));
            }
            if (marker == APP14 && startsWith(ADOBE, at + 4)) {
                transform = unsigned(at + 15); // after version and two words of flags
            }
        }

        /** SOF0 to SOF15, but those numbers that are other segments: DHT, JPG and DAC. */
        private static boolean isFrameHeader(int marker) {
            return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        }

        private JpegFile framed() throws BadImageException {
            if (frame < 0) {
                throw torn("the JPEG image has no frame header");
            }
            int height = number(frame + 5);
            int width = number(frame + 7);
            if (width < 1 || height < 1) {
                throw torn("the JPEG image claims to be " + width + " x " + height);
            }
            return new JpegFile(width, height, unsigned(frame + 9), orientation.orElse(Orientation.UPRIGHT), transform);
        }

        /** In the coded data 0xFF is never followed by 0xD9, so that this is the end of the image and not chance. */
        private void requireEndAfter(int scan) throws BadImageException {
            for (int at = bytes.length - 2; at > scan; at--) {
                if (bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) END_OF_IMAGE) {
                    return;
                }
            }
            throw torn("the JPEG image is cut short after " + bytes.length + " bytes");
        }

        private boolean startsWith(String name, int at) {
            return bytes.length - at >= name.length()
                    && new String(bytes, at, name.length(), StandardCharsets.ISO_8859_1).equals(name);
        }

        /** A number of two bytes, big-endian. */
        private int number(int at) throws BadImageException {
            return unsigned(at) << 8 | unsigned(at + 1);
        }

        private int unsigned(int at) throws BadImageException {
            if (at >= bytes.length) {
                throw torn("the JPEG image is cut short after " + bytes.length + " bytes");
            }
            return bytes[at] & 0xFF;
        }

        private static BadImageException torn(String what) {
            return new BadImageException(Reason.UNDECODABLE, what);
        }
    }
}
