package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final Pixels GREY = new Pixels(2, 2, 1, new byte[] {0, 50, (byte) 200, (byte) 255});
    private static final Pixels COLOUR = new Pixels(2, 1, 3, new byte[] {1, 2, 3, (byte) 250, (byte) 251, (byte) 252});

    private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(10_000, 100));

    @Test
    void shouldGiveBackWhatPngEncodes() throws BadImageException {
        assertThat(decoder.decode(PngEncoder.encode(GREY))).isEqualTo(GREY);
        assertThat(decoder.decode(PngEncoder.encode(COLOUR))).isEqualTo(COLOUR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void shouldReadLosslessFormats(String format) throws IOException, BadImageException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(1, 1, 0xFF0000);

        Pixels pixels = decoder.decode(encode(image, format));

        assertThat(pixels.withChannels(3).sample(1, 1, 0)).isEqualTo(255);
        assertThat(pixels.withChannels(3).sample(1, 1, 1)).isZero();
        assertThat(pixels.withChannels(3).sample(2, 1, 0)).isZero();
    }

    @Test
    void shouldReadJpeg() throws IOException, BadImageException {
        Pixels pixels = decoder.decode(encode(new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB), "jpg"));

        assertThat(pixels).isEqualTo(new Pixels(8, 4, 3, new byte[8 * 4 * 3]));
    }

    @Test
    void shouldLayTransparencyOnWhite() throws IOException, BadImageException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456);
        image.setRGB(1, 0, 0x80000000);

        // Black at 128 of 255 leaves 127 of white.
        assertThat(decoder.decode(encode(image, "png")))
                .isEqualTo(new Pixels(2, 1, 3, new byte[] {-1, -1, -1, 127, 127, 127}));
    }

    @Test
    void shouldSayWhyBytesAreRefused() throws IOException {
        byte[] png = PngEncoder.encode(GREY);

        assertThat(reason(new byte[0])).isEqualTo(Reason.EMPTY);
        assertThat(reason(new byte[10_001])).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(reason("no image".getBytes(StandardCharsets.UTF_8))).isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(reason(Arrays.copyOf(png, png.length / 2))).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason(encode(new BufferedImage(101, 1, BufferedImage.TYPE_INT_RGB), "png")))
                .isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    /** White on its left half as it is stored. */
    private static BufferedImage leftWhite() {
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                image.setRGB(x, y, 0xFFFFFF);
            }
        }
        return image;
    }

    /** Where the white half is to be seen, by EXIF's orientation: 6 says that the left is to go up. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 4",
        "2, 14, 4",
        "3, 14, 4",
        "4, 1, 4",
        "5, 4, 1",
        "6, 4, 1",
        "7, 4, 14",
        "8, 4, 14",
        "0, 1, 4",
        "9, 1, 4"
    })
    void shouldTurnAJpegAsItsCameraSays(int orientation, int whiteX, int whiteY) throws Exception {
        byte[] jpeg = encode(leftWhite(), "jpg");
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(jpeg, 0, 2);
        turned.write(exif);
        turned.write(jpeg, 2, jpeg.length - 2);

        Pixels pixels = new ImageDecoder(ImageLimits.DEFAULT).decode(turned.toByteArray());

        boolean upright = orientation < 5 || orientation > 8;
        assertThat(pixels.width()).isEqualTo(upright ? 16 : 8);
        assertThat(pixels.height()).isEqualTo(upright ? 8 : 16);
        assertThat(pixels.sample(whiteX, whiteY, 0)).isGreaterThan(200);
        assertThat(pixels.sample(pixels.width() - 1 - whiteX, pixels.height() - 1 - whiteY, 0))
                .isLessThan(50);
    }

    @Test
    void shouldRefuseAJpegWhoseEndIsMissing() throws IOException {
        byte[] jpeg = encode(leftWhite(), "jpg");

        assertThat(reason(Arrays.copyOf(jpeg, jpeg.length - 10), ImageLimits.DEFAULT))
                .isEqualTo(Reason.UNDECODABLE);
        assertThat(reason(Arrays.copyOf(jpeg, jpeg.length / 2), ImageLimits.DEFAULT))
                .isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void shouldRefuseAnImageThatUnpacksToTooMuchBeforeItDoes() throws IOException {
        byte[] png = PngEncoder.encode(GREY);
        // Width and height of the header, 10,000 each, with its checksum made right.
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());

        assertThat(reason(png, ImageLimits.DEFAULT)).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void shouldTakeTheUpperHalfOf16Bits() throws IOException, BadImageException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x1234);
        image.getRaster().setSample(1, 0, 0, 0xFEDC);

        assertThat(decoder.decode(encode(image, "png"))).isEqualTo(new Pixels(2, 1, 1, new byte[] {0x12, (byte) 0xFE}));
    }

    @Test
    void shouldTakeTheFirstFrameOfAnAnimation() throws IOException, BadImageException {
        BufferedImage black = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
        BufferedImage white = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
        for (int i = 0; i < 16; i++) {
            white.setRGB(i % 4, i / 4, 0xFFFFFF);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            writer.writeToSequence(new IIOImage(white, null, null), null);
            writer.writeToSequence(new IIOImage(black, null, null), null);
            writer.endWriteSequence();
        }

        assertThat(decoder.decode(out.toByteArray()).withChannels(1).sample(2, 2, 0))
                .isEqualTo(255);
    }

    private static Reason reason(byte[] bytes, ImageLimits limits) {
        return assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> new ImageDecoder(limits).decode(bytes))
                .actual()
                .reason();
    }

    private Reason reason(byte[] bytes) {
        return assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> decoder.decode(bytes))
                .actual()
                .reason();
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
