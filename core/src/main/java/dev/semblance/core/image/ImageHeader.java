package dev.semblance.core.image;

/**
 * What decoding an image file gives.
 *
 * @param width in pixels, as people see the picture
 * @param height in pixels, likewise
 * @param channels 1 for grey, 3 for RGB
 */
public record ImageHeader(int width, int height, int channels) {
    static ImageHeader of(Pixels pixels) {
        return new ImageHeader(pixels.width(), pixels.height(), pixels.channels());
    }
}
