package dev.semblance.core.image;

import static dev.semblance.core.image.ImageFiles.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, there is an image or a reason: never another fault, and never a picture made up in part. */
class HostileImageTest {
    private static final int DAMAGED = 1_500;

    private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(100_000, 100_000));

    static Stream<Named<byte[]>> files() throws IOException {
        BufferedImage colours = new BufferedImage(24, 18, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage grey = new BufferedImage(24, 18, BufferedImage.TYPE_BYTE_GRAY);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 24 * 18; i++) {
            colours.setRGB(i % 24, i / 24, random.nextInt());
            grey.setRGB(i % 24, i / 24, random.nextInt());
        }
        byte[] jpeg = encode(colours, "jpg");
        return Stream.of(
                Named.of("PNG", encode(colours, "png")),
                Named.of("grey PNG", encode(grey, "png")),
                Named.of("interlaced PNG", ImageFiles.progressive(colours, "png")),
                Named.of("JPEG", jpeg),
                Named.of("grey JPEG", encode(grey, "jpg")),
                Named.of("turned JPEG", ImageFiles.withSegment(jpeg, 0xE1, ImageFiles.exif(ByteOrder.BIG_ENDIAN, 6))),
                Named.of("progressive JPEG", ImageFiles.progressive(colours, "jpg")),
                Named.of(
                        "CMYK JPEG",
                        ImageFiles.withSegment(ImageFiles.fourBandJpeg(200, 100, 50, 220), 0xEE, ImageFiles.adobe(2))),
                Named.of("GIF", encode(colours, "gif")),
                Named.of("BMP", encode(colours, "bmp")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldRefuseAFileThatIsCutBeforeItsLastPixel(byte[] file) throws BadImageException {
        Pixels whole = decoder.decode(file);
        int refused = 0;
        for (int length = 1; length < file.length; length++) {
            Optional<Pixels> pixels = decode(Arrays.copyOf(file, length));

            // All that may be missing is what follows the pixels.
            assertThat(pixels.orElse(whole))
                    .as("%d of %d bytes", length, file.length)
                    .isEqualTo(whole);
            refused += pixels.isEmpty() ? 1 : 0;
        }
        assertThat(refused).isGreaterThanOrEqualTo(file.length - 3); // GIF ends with two bytes after them
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldFindAnImageOrAReasonInDamagedBytes(byte[] file) {
        long seed = Long.getLong("test.seed", 1);
        int refused = 0;
        for (int i = 0; i < DAMAGED; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            byte[] damaged = file.clone();
            int faults = random.nextInt(1, 6);
            for (int fault = 0; fault < faults; fault++) {
                // Half of them near the start, where the headers are.
                int end = random.nextBoolean() ? Math.min(64, damaged.length) : damaged.length;
                damaged[random.nextInt(2, end)] = (byte) random.nextInt();
            }
            try {
                Optional<Pixels> pixels = decode(damaged);
                if (pixels.isPresent()) {
                    assertThat(decoder.header(damaged)).isEqualTo(ImageHeader.of(pixels.get()));
                }
                refused += pixels.isEmpty() ? 1 : 0;
            } catch (BadImageException | RuntimeException | Error e) {
                throw new AssertionError("-Dtest.seed=" + (seed + i), e);
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseGarbageThatStartsLikeAnImage(ImageFormat format) throws IOException {
        byte[] start = switch (format) {
            case PNG -> Arrays.copyOf(PngEncoder.encode(new Pixels(1, 1, 1, new byte[1])), 8);
            case JPEG -> new byte[] {-1, (byte) 0xD8, -1};
            case GIF -> "GIF89a".getBytes(StandardCharsets.US_ASCII);
            case BMP -> "BM".getBytes(StandardCharsets.US_ASCII);
        };
        SplittableRandom random = new SplittableRandom(3);
        for (int length = start.length; length < 2_000; length += 7) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            System.arraycopy(start, 0, garbage, 0, start.length);

            assertThat(ImageFormat.of(garbage)).contains(format);
            assertThat(reason(garbage)).isIn(Reason.UNDECODABLE, Reason.TOO_MANY_PIXELS);
        }
    }

    @Test
    void shouldRefuseAClaimOfManyPixelsBeforeDecodingAny() throws IOException {
        ImageDecoder ordinary = new ImageDecoder(ImageLimits.DEFAULT);
        byte[] jpeg = encode(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpg");
        ByteBuffer.wrap(jpeg).putShort(find(jpeg, 0xFFC0) + 5, (short) 10_000).putShort(find(jpeg, 0xFFC0) + 7, (short)
                10_000);
        byte[] gif = encode(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED), "gif");
        int descriptor = find(gif, 0x2C00);
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(descriptor + 5, (short) 10_000)
                .putShort(descriptor + 7, (short) 10_000);
        // Compressed by run lengths: of plain samples Java checks that the file has as many.
        byte[] bmp = encode(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED), "bmp");
        ByteBuffer.wrap(bmp)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(18, 10_000)
                .putInt(22, 10_000)
                .putInt(30, 1);

        // The PNG has no data at all: to decode it would be to find that out.
        byte[] png = ImageFiles.png(ImageFiles.header(10_000, 10_000, 2), ImageFiles.end());

        for (byte[] bytes : List.of(png, jpeg, gif, bmp)) {
            assertThatExceptionOfType(BadImageException.class)
                    .isThrownBy(() -> ordinary.decode(bytes))
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_PIXELS))
                    .withMessageContaining("10000 x 10000");
        }
    }

    /** Its own header tells no size that could be checked. */
    @ParameterizedTest
    @CsvSource({"jpg, 4", "png, 5"})
    void shouldRefuseABmpThatHoldsAFileOfAnotherFormat(String format, int compression) throws IOException {
        byte[] held = encode(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), format);
        ByteBuffer bmp = ByteBuffer.allocate(54 + held.length).order(ByteOrder.LITTLE_ENDIAN);
        bmp.putShort((short) 0x4D42).putInt(bmp.capacity()).putInt(0).putInt(54);
        bmp.putInt(40).putInt(1).putInt(1).putShort((short) 1).putShort((short) 0);
        bmp.putInt(compression).putInt(held.length).put(54, held);

        assertThat(reason(bmp.array())).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void shouldRefuseAPngWhoseDataEndTooSoon() throws IOException {
        byte[] data = ImageFiles.deflated(new byte[] {0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6});
        byte[] cut = Arrays.copyOf(data, data.length / 2);
        byte[] row = ImageFiles.deflated(new byte[] {0, 1, 2, 3, 4, 5, 6});

        for (byte[] few : List.of(cut, row, new byte[0])) {
            assertThat(reason(ImageFiles.png(
                            ImageFiles.header(2, 2, 2), ImageFiles.chunk("IDAT", few), ImageFiles.end())))
                    .isEqualTo(Reason.UNDECODABLE);
        }
        assertThat(reason(ImageFiles.png(ImageFiles.header(2, 2, 2), ImageFiles.end())))
                .isEqualTo(Reason.UNDECODABLE);
    }

    /** Programs that show pictures make up the rest of it. */
    @Test
    void shouldRefuseAJpegThatEndsBeforeItsPictureDoes() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, random.nextInt(256));
        }
        byte[] jpeg = encode(image, "jpg");
        byte[] ended = Arrays.copyOf(jpeg, jpeg.length / 2);
        ended[ended.length - 2] = (byte) 0xFF;
        ended[ended.length - 1] = (byte) 0xD9;

        assertThat(decode(jpeg)).isPresent();
        assertThat(reason(ended)).isEqualTo(Reason.UNDECODABLE);
    }

    /** The oldest header has no place for a compression: pixels stand there. */
    @Test
    void shouldNotTakeAPixelOfAnOldBmpForAFileOfAnotherFormat() throws BadImageException {
        ByteBuffer bmp = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
        bmp.putShort((short) 0x4D42).putInt(34).putInt(0).putInt(26);
        bmp.putInt(12)
                .putShort((short) 2)
                .putShort((short) 1)
                .putShort((short) 1)
                .putShort((short) 24);
        bmp.put(new byte[] {3, 2, 1, 6, 5, 4});
        assertThat(bmp.get(30)).isEqualTo((byte) 5);

        assertThat(decoder.decode(bmp.array())).isEqualTo(new Pixels(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6}));
    }

    /** Where two bytes stand first. */
    private static int find(byte[] bytes, int pair) {
        int at = 0;
        while ((ByteBuffer.wrap(bytes).getShort(at) & 0xFFFF) != pair) {
            at++;
        }
        return at;
    }

    private Optional<Pixels> decode(byte[] bytes) {
        try {
            return Optional.of(decoder.decode(bytes));
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }

    private Reason reason(byte[] bytes) {
        return assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> decoder.decode(bytes))
                .actual()
                .reason();
    }
}
