package dev.semblance.core.image;

import static dev.semblance.core.image.ImageFiles.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.image.BadImageException.Reason;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final int APP14 = 0xEE;
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

    @Test
    void shouldRoundSixteenBitsToEight() throws IOException, BadImageException {
        // 0x0AFF * 255 / 65535 = 10.95, 0x8000 * 255 / 65535 = 127.502
        int[] samples = {0x0AFF, 0x8000, 0xFFFF};
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setPixels(0, 0, 3, 1, samples);
        BufferedImage colour = image(ColorSpace.CS_sRGB, Transparency.OPAQUE, DataBuffer.TYPE_USHORT, 1);
        colour.getRaster().setPixel(0, 0, samples);

        assertThat(decoder.decode(encode(grey, "png"))).isEqualTo(new Pixels(3, 1, 1, new byte[] {11, -128, -1}));
        assertThat(decoder.decode(encode(colour, "png"))).isEqualTo(new Pixels(1, 1, 3, new byte[] {11, -128, -1}));
    }

    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
    void shouldLayGreyOnWhiteWithoutBrighteningIt(int type) throws IOException, BadImageException {
        int scale = type == DataBuffer.TYPE_BYTE ? 1 : 257;
        BufferedImage image = image(ColorSpace.CS_GRAY, Transparency.TRANSLUCENT, type, 3);
        image.getRaster()
                .setPixels(0, 0, 3, 1, new int[] {100 * scale, 255 * scale, 100 * scale, 128 * scale, 100 * scale, 0});

        // (100 * 128 + 255 * 127) / 255 = 177.2
        assertThat(decoder.decode(encode(image, "png")))
                .isEqualTo(new Pixels(3, 1, 1, new byte[] {100, (byte) 177, -1}));
    }

    @Test
    void shouldLayATransparentGreyOnWhite() throws IOException, BadImageException {
        byte[] png = ImageFiles.png(
                ImageFiles.header(2, 1, 0),
                ImageFiles.chunk("tRNS", new byte[] {0, 100}),
                ImageFiles.chunk("IDAT", ImageFiles.deflated(new byte[] {0, 100, 50})),
                ImageFiles.end());

        assertThat(decoder.decode(png)).isEqualTo(new Pixels(2, 1, 1, new byte[] {-1, 50}));
    }

    @Test
    void shouldLayATransparentColourOnWhite() throws IOException, BadImageException {
        byte[] png = ImageFiles.png(
                ImageFiles.header(2, 1, 2),
                ImageFiles.chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3}),
                ImageFiles.chunk("IDAT", ImageFiles.deflated(new byte[] {0, 1, 2, 3, 1, 2, 4})),
                ImageFiles.end());

        assertThat(decoder.decode(png)).isEqualTo(new Pixels(2, 1, 3, new byte[] {-1, -1, -1, 1, 2, 4}));
    }

    @Test
    void shouldLayATransparentPaletteOnWhite() throws IOException, BadImageException {
        IndexColorModel palette = new IndexColorModel(
                2, 3, new byte[] {-1, 0, 0}, new byte[] {0, -1, 0}, new byte[] {0, 0, -1}, new byte[] {0, -128, -1});
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 1, 2});

        // Red is not seen, green is half seen, blue is whole; 0 at 128 of 255 leaves 127 of white.
        assertThat(decoder.decode(encode(image, "png")))
                .isEqualTo(new Pixels(3, 1, 3, new byte[] {-1, -1, -1, 127, -1, 127, 0, 0, -1}));
    }

    @Test
    void shouldKeepGreyOfOneBitGrey() throws IOException, BadImageException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xFFFFFF);

        assertThat(decoder.decode(encode(image, "png"))).isEqualTo(new Pixels(3, 1, 1, new byte[] {0, -1, 0}));
    }

    @Test
    void shouldReadPrintColoursAsWhatTheInksLeaveOfTheLight() throws IOException, BadImageException {
        byte[] bright = ImageFiles.fourBandJpeg(200, 100, 50, 255);
        byte[] dark = ImageFiles.fourBandJpeg(200, 100, 50, 128);

        assertColour(bright, 200, 100, 50);
        assertColour(ImageFiles.withSegment(bright, APP14, ImageFiles.adobe(0)), 200, 100, 50);
        assertColour(ImageFiles.withSegment(dark, APP14, ImageFiles.adobe(0)), 100, 50, 25);
    }

    @Test
    void shouldReadPrintColoursThatAreStoredAsLumaAndChroma() throws IOException, BadImageException {
        // Red 82 + 1.402 * 112 = 239, green 82 + 0.344 * 38 - 0.714 * 112 = 15, blue 82 - 1.772 * 38 = 15: complements.
        byte[] cyan = ImageFiles.withSegment(ImageFiles.fourBandJpeg(82, 90, 240, 255), APP14, ImageFiles.adobe(2));
        byte[] dark = ImageFiles.withSegment(ImageFiles.fourBandJpeg(82, 90, 240, 128), APP14, ImageFiles.adobe(2));

        assertColour(cyan, 16, 240, 240);
        assertColour(dark, 8, 120, 120);
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

    @Test
    void shouldRefuseGarbageBehindTheFirstBytesOfAFormat() {
        byte[] garbage = new byte[1000];
        new Random(1).nextBytes(garbage);

        for (String magic : List.of("\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff", "GIF89a", "BM")) {
            byte[] start = magic.getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = garbage.clone();
            System.arraycopy(start, 0, bytes, 0, start.length);
            assertThat(reason(bytes)).as(magic).isIn(Reason.UNDECODABLE, Reason.TOO_MANY_PIXELS);
            assertThat(reason(start)).as(magic).isEqualTo(Reason.UNDECODABLE);
        }
    }

    static LongStream seeds() {
        Long given = Long.getLong("test.seed");
        return given == null ? LongStream.rangeClosed(1, 20) : LongStream.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAnswerDamageWithPixelsOrAReason(long seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_INDEXED);
        image.getRaster().setPixels(0, 0, 9, 7, random.ints(63, 0, 256).toArray());
        byte[] onItsSide = ImageFiles.withSegment(encode(image, "jpg"), 0xE1, ImageFiles.exif(ByteOrder.BIG_ENDIAN, 6));
        byte[] print = ImageFiles.withSegment(ImageFiles.fourBandJpeg(1, 2, 3, 4), APP14, ImageFiles.adobe(2));
        for (byte[] whole :
                List.of(encode(image, "png"), onItsSide, print, encode(image, "gif"), encode(image, "bmp"))) {
            for (int i = 0; i < 100; i++) {
                byte[] damaged = whole.clone();
                for (int flaws = 1 + random.nextInt(4); flaws > 0; flaws--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                assertPixelsOrReason(damaged);
            }
        }
    }

    private void assertPixelsOrReason(byte[] bytes) {
        try {
            Pixels pixels = decoder.decode(bytes);
            assertThat(pixels.width() * pixels.height()).isBetween(1, 100);
        } catch (BadImageException e) {
            assertThat(e.reason()).isNotEqualTo(Reason.EMPTY);
        }
    }

    private void assertColour(byte[] bytes, int red, int green, int blue) throws BadImageException {
        Pixels pixels = new ImageDecoder(ImageLimits.DEFAULT).decode(bytes);
        assertThat(pixels.channels()).isEqualTo(3);
        assertThat(pixels.sample(5, 5, 0)).isCloseTo(red, within(2));
        assertThat(pixels.sample(5, 5, 1)).isCloseTo(green, within(2));
        assertThat(pixels.sample(5, 5, 2)).isCloseTo(blue, within(2));
    }

    private static BufferedImage image(int space, int transparency, int type, int width) {
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(space), transparency != Transparency.OPAQUE, false, transparency, type);
        return new BufferedImage(colours, colours.createCompatibleWritableRaster(width, 1), false, null);
    }

    /** Where two bytes stand first. */
    private static int find(byte[] bytes, int pair) {
        int at = 0;
        while ((ByteBuffer.wrap(bytes).getShort(at) & 0xFFFF) != pair) {
            at++;
        }
        return at;
    }

    private Reason reason(byte[] bytes) {
        return assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> decoder.decode(bytes))
                .actual()
                .reason();
    }
}
