package dev.semblance.core.image;

import static dev.semblance.core.image.ImageFiles.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
    void shouldSayWhyBytesAreRefused() throws IOException {
        byte[] png = PngEncoder.encode(GREY);

        assertThat(reason(new byte[0])).isEqualTo(Reason.EMPTY);
        assertThat(reason(new byte[10_001])).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(reason("no image".getBytes(StandardCharsets.UTF_8))).isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(reason(Arrays.copyOf(png, png.length / 2))).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason(encode(new BufferedImage(101, 1, BufferedImage.TYPE_INT_RGB), "png")))
                .isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void shouldReadASinglePixel(String format) throws IOException, BadImageException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFFFFFF);

        assertThat(decoder.decode(encode(image, format)).withChannels(3))
                .isEqualTo(new Pixels(1, 1, 3, new byte[] {-1, -1, -1}));
    }

    @Test
    void shouldTakeTheFirstPictureOfAnAnimation() throws IOException, BadImageException {
        BufferedImage red = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        red.setRGB(0, 0, 0xFF0000);
        red.setRGB(1, 0, 0xFF0000);
        BufferedImage black = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);

        assertThat(decoder.decode(ImageFiles.animatedGif(List.of(red, black))))
                .isEqualTo(new Pixels(2, 1, 3, new byte[] {-1, 0, 0, -1, 0, 0}));
    }

    private Reason reason(byte[] bytes) {
        return assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> decoder.decode(bytes))
                .actual()
                .reason();
    }
}
