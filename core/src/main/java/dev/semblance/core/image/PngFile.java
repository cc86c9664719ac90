package dev.semblance.core.image;

import dev.semblance.core.image.BadImageException.Reason;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Walks through the chunks of a PNG: length, type, data, CRC over type and data, each number of 4 bytes, big-endian.
 * The first chunk is IHDR, the last IEND.
 */
final class PngFile {
    private static final int SIGNATURE_BYTES = 8;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454E44;
    /** Length, type and CRC of a chunk. */
    private static final int FRAME_BYTES = 12;

    private static final int GREY = 0;
    private static final int GREY_WITH_ALPHA = 4;

    private PngFile() {}

    /** @throws BadImageException if the file is cut short or a byte is damaged */
    static ImageHeader header(byte[] bytes) throws BadImageException {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        int at = SIGNATURE_BYTES;
        while (true) {
            if (bytes.length - at < FRAME_BYTES) {
                throw torn("the PNG image is cut short after " + bytes.length + " bytes");
            }
            int length = png.getInt(at);
            int type = png.getInt(at + 4);
            if (length < 0 || length > bytes.length - at - FRAME_BYTES) {
                throw torn("the PNG image is cut short after " + bytes.length + " bytes");
            }
            if (at == SIGNATURE_BYTES && (type != IHDR || length < 13)) {
                throw torn("the PNG image does not start with a header");
            }
            requireCrc(bytes, at + 4, length + 4, png.getInt(at + 8 + length));
            if (type == IEND) {
                return header(png);
            }
            at += FRAME_BYTES + length;
        }
    }

    private static void requireCrc(byte[] bytes, int from, int length, int wanted) throws BadImageException {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        if ((int) crc.getValue() != wanted) {
            throw torn("the PNG image is damaged near byte " + from);
        }
    }

    private static ImageHeader header(ByteBuffer png) throws BadImageException {
        int width = png.getInt(SIGNATURE_BYTES + 8);
        int height = png.getInt(SIGNATURE_BYTES + 12);
        if (width < 1 || height < 1) {
            throw torn("the PNG image claims to be " + width + " x " + height);
        }
        int colour = png.get(SIGNATURE_BYTES + 17);
        return new ImageHeader(width, height, colour == GREY || colour == GREY_WITH_ALPHA ? 1 : 3);
    }

    private static BadImageException torn(String what) {
        return new BadImageException(Reason.UNDECODABLE, what);
    }
}
