package dev.semblance.core.image;

import java.awt.image.Raster;

/**
 * Colours for print, cyan, magenta, yellow and black, to RGB without a colour profile, as browsers do it: each is
 * stored as what it leaves of the light (inverted, as Adobe has always done), so that what remains is their product.
 * Java reads such files with a profile of its own, and only since some releases; plain arithmetic gives the same
 * numbers everywhere.
 */
final class PrintColours {
    private PrintColours() {}

    /** Samples of four bands; {@code isYcck} where the first three are luma and chroma (ITU-T T.872) of the inks. */
    static Pixels toRgb(Raster raster, boolean isYcck) {
        int width = raster.getWidth();
        int[] row = new int[width * 4];
        byte[] samples = new byte[width * raster.getHeight() * 3];
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i += 4) {
                if (isYcck) {
                    unmix(row, i);
                }
                for (int ink = 0; ink < 3; ink++) {
                    samples[at++] = (byte) ((row[i + ink] * row[i + 3] + 127) / 255);
                }
            }
        }
        return new Pixels(width, raster.getHeight(), 3, samples);
    }

    /** ITU-T T.871 gives red, green and blue, whose complements are the stored inks. */
    private static void unmix(int[] row, int at) {
        int luma = row[at];
        int blueness = row[at + 1] - 128;
        int redness = row[at + 2] - 128;
        row[at] = complement(luma + 1.402 * redness);
        row[at + 1] = complement(luma - 0.344136 * blueness - 0.714136 * redness);
        row[at + 2] = complement(luma + 1.772 * blueness);
    }

    private static int complement(double sample) {
        return 255 - Math.clamp(Math.round(sample), 0, 255);
    }
}
