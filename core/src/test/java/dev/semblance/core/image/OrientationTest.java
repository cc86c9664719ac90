package dev.semblance.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that a camera stored turned or mirrored. */
class OrientationTest {
    private static final int APP1 = 0xE1;
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    /** The stored picture is ABC over DEF: the rows that people see, where row 0 and column 0 are as Exif says. */
    @ParameterizedTest
    @CsvSource({
        "1, ABC/DEF",
        "2, CBA/FED",
        "3, FED/CBA",
        "4, DEF/ABC",
        "5, AD/BE/CF",
        "6, DA/EB/FC",
        "7, FC/EB/DA",
        "8, CF/BE/AD",
    })
    void shouldTurnThePictureAsPeopleSeeIt(int orientation, String seen) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] bytes = ImageFiles.withSegment(sixBlocks(), APP1, ImageFiles.exif(order, orientation));

            assertThat(blocks(DECODER.decode(bytes))).isEqualTo(seen);
            assertThat(DECODER.header(bytes)).isEqualTo(ImageHeader.of(DECODER.decode(bytes)));
        }
    }

    @Test
    void shouldTurnAllChannels() {
        Pixels pixels = new Pixels(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});

        assertThat(Orientation.LEFT.upright(pixels)).isEqualTo(new Pixels(1, 2, 3, new byte[] {1, 2, 3, 4, 5, 6}));
        assertThat(Orientation.MIRRORED.upright(pixels)).isEqualTo(new Pixels(2, 1, 3, new byte[] {4, 5, 6, 1, 2, 3}));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 0x0600, 0xFFFF})
    void shouldLeaveAPictureWhoseOrientationIsUnknown(int orientation) throws Exception {
        byte[] exif = ImageFiles.exif(ByteOrder.BIG_ENDIAN, orientation);

        assertThat(blocks(DECODER.decode(ImageFiles.withSegment(sixBlocks(), APP1, exif))))
                .isEqualTo("ABC/DEF");
    }

    @Test
    void shouldLeaveAPictureWhoseExifDataAreCutShort() throws Exception {
        byte[] exif = ImageFiles.exif(ByteOrder.BIG_ENDIAN, 6);
        int endOfOrientation = exif.length - 4;

        for (int length = 0; length < endOfOrientation; length++) {
            byte[] bytes = ImageFiles.withSegment(sixBlocks(), APP1, Arrays.copyOf(exif, length));
            assertThat(blocks(DECODER.decode(bytes))).as("%d bytes", length).isEqualTo("ABC/DEF");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 34, 60_000})
    void shouldLeaveAPictureWhoseDirectoryIsElsewhere(int directory) throws Exception {
        byte[] exif = ImageFiles.exif(ByteOrder.BIG_ENDIAN, 6);
        ByteBuffer.wrap(exif).putInt(10, directory);

        assertThat(blocks(DECODER.decode(ImageFiles.withSegment(sixBlocks(), APP1, exif))))
                .isEqualTo("ABC/DEF");
    }

    @Test
    void shouldGoByTheFirstOfSeveral() throws Exception {
        byte[] second = ImageFiles.withSegment(sixBlocks(), APP1, ImageFiles.exif(ByteOrder.BIG_ENDIAN, 6));
        byte[] both = ImageFiles.withSegment(second, APP1, ImageFiles.exif(ByteOrder.BIG_ENDIAN, 3));

        assertThat(blocks(DECODER.decode(both))).isEqualTo("FED/CBA");
    }

    @Test
    void shouldNotTakeOtherSegmentsForExif() throws Exception {
        byte[] exif = ImageFiles.exif(ByteOrder.BIG_ENDIAN, 6);
        byte[] elsewhere = ImageFiles.withSegment(sixBlocks(), 0xE5, exif);
        exif[0] = 'X';

        assertThat(blocks(DECODER.decode(elsewhere))).isEqualTo("ABC/DEF");
        assertThat(blocks(DECODER.decode(ImageFiles.withSegment(sixBlocks(), APP1, exif))))
                .isEqualTo("ABC/DEF");
    }

    /** 3 x 2 blocks of 8 x 8 equal pixels, which JPEG keeps but for rounding. */
    private static byte[] sixBlocks() throws IOException {
        BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 24; x++) {
                image.getRaster().setSample(x, y, 0, 40 * (x / 8 + 3 * (y / 8)));
            }
        }
        return ImageFiles.encode(image, "jpg");
    }

    private static String blocks(Pixels pixels) {
        StringBuilder rows = new StringBuilder();
        for (int y = 4; y < pixels.height(); y += 8) {
            rows.append(rows.isEmpty() ? "" : "/");
            for (int x = 4; x < pixels.width(); x += 8) {
                rows.append((char) ('A' + Math.round(pixels.sample(x, y, 0) / 40f)));
            }
        }
        return rows.toString();
    }
}
