package dev.semblance.trainer.augmentation;

/**
 * A part of an image, in pixels.
 *
 * @param left first column
 * @param top first row
 * @param width columns
 * @param height rows
 */
record Window(int left, int top, int width, int height) {
    /**
     * Makes this part fill the image. Bilinear with pixels as squares: centre {@code x + 0.5} of {@code n} pixels lies
     * at {@code (x + 0.5) * width / n} of the window; beyond the window's outer centres, its edge repeats.
     */
    void enlarge(ImageBuffer image) {
        if (width == image.width() && height == image.height()) {
            return;
        }
        int[] columns = new int[2 * image.width()];
        float[] weights = new float[image.width()];
        for (int x = 0; x < image.width(); x++) {
            double at = position(x, image.width(), width);
            columns[2 * x] = (left + (int) at) * image.channels();
            columns[2 * x + 1] = (left + Math.min((int) at + 1, width - 1)) * image.channels();
            weights[x] = (float) (at - (int) at);
        }
        for (int y = 0; y < image.height(); y++) {
            double at = position(y, image.height(), height);
            int upper = (top + (int) at) * image.stride();
            int lower = (top + Math.min((int) at + 1, height - 1)) * image.stride();
            writeRow(image, y, columns, weights, upper, lower, (float) (at - (int) at));
        }
        image.swap();
    }

    /** Where a pixel of {@code outer} falls among {@code inner} ones, 0 to {@code inner - 1}. */
    private static double position(int pixel, int outer, int inner) {
        return Math.clamp((pixel + 0.5) * inner / outer - 0.5, 0.0, inner - 1.0);
    }

    private static void writeRow(
            ImageBuffer image, int y, int[] columns, float[] weights, int upper, int lower, float down) {
        float[] from = image.values();
        float[] to = image.spare();
        int at = y * image.stride();
        for (int x = 0; x < weights.length; x++) {
            int left = columns[2 * x];
            int right = columns[2 * x + 1];
            float across = weights[x];
            for (int c = 0; c < image.channels(); c++) {
                float above = mix(from[upper + left + c], from[upper + right + c], across);
                float below = mix(from[lower + left + c], from[lower + right + c], across);
                to[at++] = mix(above, below, down);
            }
        }
    }

    private static float mix(float first, float second, float share) {
        return first + (second - first) * share;
    }
}
