package dev.semblance.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Encodes {@link Pixels} as PNG, without loss. */
public final class PngEncoder {
    private PngEncoder() {}

    public static byte[] encode(Pixels pixels) {
        int type = pixels.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), type);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                for (int channel = 0; channel < pixels.channels(); channel++) {
                    raster.setSample(x, y, channel, pixels.sample(x, y, channel));
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
