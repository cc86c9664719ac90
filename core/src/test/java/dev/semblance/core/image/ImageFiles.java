package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image files that Java does not write by itself. */
final class ImageFiles {
    private ImageFiles() {}

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** Chunks in a PNG, each {@code length, type, data, CRC}. */
    static byte[] png(byte[]... chunks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        return out.toByteArray();
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    /** The first chunk, for samples of 8 bits. */
    static byte[] header(int width, int height, int colourType) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 8)
                        .put((byte) colourType)
                        .array());
    }

    static byte[] end() {
        return chunk("IEND", new byte[0]);
    }

    static byte[] deflated(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(data);
        }
        return out.toByteArray();
    }

    /** A JPEG with a segment put in after its start marker. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + 4 + data.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Exif data with the orientation as second entry of its directory. */
    static byte[] exif(ByteOrder order, int orientation) {
        ByteBuffer data = ByteBuffer.allocate(6 + 8 + 2 + 2 * 12 + 4).order(order);
        data.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        data.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        data.putShort((short) 42).putInt(8).putShort((short) 2);
        // ImageWidth, LONG, 1 value
        data.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(6);
        // Orientation, SHORT, 1 value
        data.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return data.array();
    }

    /** A JPEG of 16 x 16 pixels, all with these four samples as they are. */
    static byte[] fourBandJpeg(int... samples) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int i = 0; i < 16 * 16; i++) {
            raster.setPixel(i % 16, i / 16, samples);
        }
        return write("jpeg", writer -> writer.write(null, new IIOImage(raster, null, null), null));
    }

    /** Adobe's segment: version 100, no flags. */
    static byte[] adobe(int transform) {
        return ByteBuffer.allocate(12)
                .put("Adobe".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 100)
                .putInt(0)
                .put((byte) transform)
                .array();
    }

    static byte[] animatedGif(List<? extends RenderedImage> frames) throws IOException {
        return write("gif", writer -> {
            writer.prepareWriteSequence(null);
            for (RenderedImage frame : frames) {
                writer.writeToSequence(new IIOImage(frame, null, null), null);
            }
            writer.endWriteSequence();
        });
    }

    /** A progressive JPEG or an interlaced PNG. */
    static byte[] progressive(BufferedImage image, String format) throws IOException {
        return write(format, writer -> {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), param);
        });
    }

    private static byte[] write(String format, Writing writing) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writing.to(writer);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private interface Writing {
        void to(ImageWriter writer) throws IOException;
    }
}
