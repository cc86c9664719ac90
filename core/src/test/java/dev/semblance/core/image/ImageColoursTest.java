package dev.semblance.core.image;

import static dev.semblance.core.image.ImageFiles.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the ways in which files can hold colours. */
class ImageColoursTest {
    private static final int APP14 = 0xEE;

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

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

    @ParameterizedTest
    @CsvSource({"1, 1, 255", "2, 2, 170", "4, 5, 85"})
    void shouldKeepGreyOfFewBitsGrey(int bits, int sample, int expected) throws IOException, BadImageException {
        BufferedImage image = ImageTypeSpecifier.createGrayscale(bits, DataBuffer.TYPE_BYTE, false)
                .createBufferedImage(2, 1);
        image.getRaster().setSample(1, 0, 0, sample);

        assertThat(decoder.decode(encode(image, "png")))
                .isEqualTo(new Pixels(2, 1, 1, new byte[] {0, (byte) expected}));
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
}
