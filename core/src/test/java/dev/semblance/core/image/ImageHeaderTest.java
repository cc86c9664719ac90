package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "png, 1", "png, 2", "png, 6", "png, 10", "png, 11", "png, 12", "png, 13", "jpg, 1", "jpg, 10", "gif, 13",
        "bmp, 1",
    })
    void shouldTellTheSizeThatDecodingGives(String format, int bufferedImageType) throws Exception {
        byte[] bytes = image(format, bufferedImageType);

        assertThat(DECODER.header(bytes))
                .isEqualTo(ImageHeader.of(DECODER.decode(bytes)))
                .satisfies(header -> assertThat(header.width()).isEqualTo(37));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void shouldRefuseAFileThatIsCutAnywhereLikeTheDecoder(String format) throws IOException {
        byte[] bytes = image(format, BufferedImage.TYPE_INT_RGB);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(BadImageException.class)
                    .as("%d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> DECODER.header(cut));
            assertThatExceptionOfType(BadImageException.class)
                    .as("%d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> DECODER.decode(cut));
        }
    }

    @Test
    void shouldRefuseAPngWithADamagedByte() throws IOException {
        byte[] bytes = image("png", BufferedImage.TYPE_INT_RGB);
        bytes[bytes.length / 2] ^= 1;

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> DECODER.header(bytes))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.UNDECODABLE));
    }

    @Test
    void shouldTakeWhatFollowsTheEndOfAJpeg() throws Exception {
        byte[] bytes = image("jpg", BufferedImage.TYPE_INT_RGB);

        assertThat(DECODER.header(Arrays.copyOf(bytes, bytes.length + 100)).height())
                .isEqualTo(23);
    }

    @Test
    void shouldRefuseAHeaderThatClaimsMorePixelsThanAllowed() throws IOException {
        byte[] bytes = image("jpg", BufferedImage.TYPE_BYTE_GRAY);
        int frame = 0;
        while (bytes[frame] != (byte) 0xFF || bytes[frame + 1] != (byte) 0xC0) {
            frame++;
        }
        // 8,192 x 8,192
        bytes[frame + 5] = 0x20;
        bytes[frame + 6] = 0;
        bytes[frame + 7] = 0x20;
        bytes[frame + 8] = 0;

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> DECODER.header(bytes))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_PIXELS));
    }

    @Test
    void shouldRefuseWhatIsNoImage() {
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> DECODER.header(new byte[100]))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_FORMAT));
        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> DECODER.header(new byte[0]))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.EMPTY));
    }

    /** A gradient of 37 x 23 pixels. */
    private static byte[] image(String format, int type) throws IOException {
        BufferedImage image = new BufferedImage(37, 23, type);
        for (int y = 0; y < 23; y++) {
            for (int x = 0; x < 37; x++) {
                image.setRGB(x, y, new Color(x * 6, y * 11, x * y % 256).getRGB());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
