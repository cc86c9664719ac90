package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
