package dev.semblance.trainer.data;

import dev.semblance.core.image.ImageHeader;
import dev.semblance.core.image.Pixels;

/**
 * The size of an image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 for grey, 3 for RGB
 */
public record ImageShape(int width, int height, int channels) {
    static ImageShape of(ImageHeader header) {
        return new ImageShape(header.width(), header.height(), header.channels());
    }

    static ImageShape of(Pixels pixels) {
        return new ImageShape(pixels.width(), pixels.height(), pixels.channels());
    }
}
