package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailSpecTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @Test
    void shouldKeepAFileThatIsSmallAsItIs() throws Exception {
        byte[] png = PngEncoder.encode(noise(64, 20));
        byte[] jpeg = written("jpg", noise(20, 64));

        assertThat(thumbnail(64, png).file()).isSameAs(png);
        assertThat(thumbnail(64, png).mediaType()).isEqualTo("image/png");
        assertThat(thumbnail(64, jpeg).file()).isSameAs(jpeg);
        assertThat(thumbnail(64, jpeg).mediaType()).isEqualTo("image/jpeg");
    }

    @ParameterizedTest
    @CsvSource({"128, 64, 64, 32", "65, 130, 32, 64", "300, 2, 64, 1", "65, 65, 64, 64", "100, 75, 64, 48"})
    void shouldKeepTheAspectRatio(int width, int height, int smallWidth, int smallHeight) throws Exception {
        Thumbnail thumbnail = thumbnail(64, PngEncoder.encode(noise(width, height)));

        assertThat(thumbnail.mediaType()).isEqualTo("image/jpeg");
        Pixels small = decoder.decode(thumbnail.file());
        assertThat(small.width()).isEqualTo(smallWidth);
        assertThat(small.height()).isEqualTo(smallHeight);
        assertThat(small.channels()).isEqualTo(3);
    }

    /** Noise does not compress: 3 bytes a pixel. */
    @Test
    void shouldEncodeASmallPictureAnewWhoseFileIsLong() throws Exception {
        byte[] png = PngEncoder.encode(noise(60, 50));
        assertThat(png).hasSizeGreaterThan(8 * 1024);

        Thumbnail thumbnail = thumbnail(64, png);

        assertThat(thumbnail.file()).hasSizeLessThan(8 * 1024);
        Pixels small = decoder.decode(thumbnail.file());
        assertThat(small.width()).as("not made larger").isEqualTo(60);
        assertThat(small.height()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "bmp"})
    void shouldMakeAJpegOfWhatFewProgramsShow(String format) throws Exception {
        assertThat(thumbnail(64, written(format, noise(8, 8))).mediaType()).isEqualTo("image/jpeg");
    }

    /** Programs that do not know EXIF would show it lying on its side. */
    @Test
    void shouldTurnAPictureUpright() throws Exception {
        byte[] plain = written("jpg", noise(30, 20));
        byte[] onItsSide = withOrientation(plain, 6);

        Thumbnail thumbnail = thumbnail(64, onItsSide);

        Pixels small = decoder.decode(thumbnail.file());
        assertThat(small.width()).isEqualTo(20);
        assertThat(small.height()).isEqualTo(30);
        assertThat(JpegFile.of(thumbnail.file()).orientation()).isEqualTo(Orientation.UPRIGHT);
        byte[] upright = withOrientation(plain, 1);
        assertThat(thumbnail(64, upright).file()).as("said to be upright").isSameAs(upright);
    }

    /** Left half black, right half white: half as large, the middle is an edge still. */
    @Test
    void shouldShowTheSamePicture() throws Exception {
        byte[] samples = new byte[128 * 128];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 128 < 64 ? 0 : 255);
        }

        Pixels small = decoder.decode(thumbnail(64, PngEncoder.encode(new Pixels(128, 128, 1, samples)))
                .file());

        assertThat(small.channels()).isEqualTo(1);
        for (int y = 0; y < 64; y++) {
            assertThat(small.sample(24, y, 0)).isLessThan(16);
            assertThat(small.sample(40, y, 0)).isGreaterThan(239);
        }
    }

    @Test
    void shouldMakeTheSameOfTheSameFile() throws Exception {
        byte[] png = PngEncoder.encode(noise(200, 100));

        assertThat(thumbnail(64, png)).isEqualTo(thumbnail(64, png.clone()));
    }

    @Test
    void shouldMakeNoneWhereNoneAreWanted() throws Exception {
        byte[] png = PngEncoder.encode(noise(8, 8));

        assertThat(ThumbnailSpec.NONE.of(png, decoder.decode(png))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 257})
    void shouldRefuseASideThatCannotBe(int side) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThumbnailSpec(side))
                .withMessage("the side of a thumbnail is 0 to 256, not " + side);
    }

    @Test
    void shouldRefuseAThumbnailThatIsNoImage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Thumbnail.of(new byte[3]))
                .withMessageContaining("no image file");
    }

    private Thumbnail thumbnail(int side, byte[] file) throws BadImageException {
        return new ThumbnailSpec(side).of(file, decoder.decode(file)).orElseThrow();
    }

    private static Pixels noise(int width, int height) {
        byte[] samples = new byte[width * height * 3];
        new Random(1).nextBytes(samples);
        return new Pixels(width, height, 3, samples);
    }

    private static byte[] written(String format, Pixels pixels) throws IOException {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                image.setRGB(x, y, pixels.sample(x, y, 0) << 16 | pixels.sample(x, y, 1) << 8 | pixels.sample(x, y, 2));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** Puts an EXIF segment behind the start of the file: a TIFF header, and a directory of one short. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
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
        byte[] file = Arrays.copyOf(jpeg, jpeg.length + exif.length);
        System.arraycopy(exif, 0, file, 2, exif.length);
        System.arraycopy(jpeg, 2, file, 2 + exif.length, jpeg.length - 2);
        return file;
    }
}
