package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.image.Pixels;
import dev.semblance.core.image.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files and vectors to ask about. */
final class Pictures {
    private Pictures() {}

    static byte[] png() {
        byte[] samples = new byte[64];
        new Random(1).nextBytes(samples);
        return PngEncoder.encode(new Pixels(8, 8, 1, samples));
    }

    static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt());
        }
        return written("jpg", image);
    }

    static byte[] written(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    static BufferedImage ramp(int type, int step) {
        BufferedImage image = new BufferedImage(9, 9, type);
        for (int i = 0; i < 81; i++) {
            image.getRaster().setSample(i % 9, i / 9, 0, (i * 3 + 7) * step);
        }
        return image;
    }

    /** The first picture is always the same, those after it are not. */
    static byte[] animation(int pictures) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream target = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(target);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < pictures; i++) {
                BufferedImage picture = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
                for (int at = 0; at < 81; at++) {
                    picture.getRaster().setSample(at % 9, at / 9, 0, (at * (i + 3) + 40) % 256);
                }
                writer.writeToSequence(new IIOImage(picture, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Some 100 bytes that say that they are 10,000 by 10,000 pixels. */
    static byte[] bomb() {
        byte[] png = png();
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
        return png;
    }

    static byte[] vector(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
