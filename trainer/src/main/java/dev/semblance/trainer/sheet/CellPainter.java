package dev.semblance.trainer.sheet;

import dev.semblance.core.image.InputSpec;
import dev.semblance.core.image.Pixels;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Paints the cells of a sheet: a title line, a picture of at most 128 x 128, a caption line. */
final class CellPainter {
    private static final int PICTURE = 128;
    private static final int LINE = 18;
    private static final int GAP = 12;

    static final int WIDTH = PICTURE + GAP;
    static final int HEIGHT = LINE + PICTURE + LINE + GAP / 2;

    private static final Color GREY = new Color(0x60, 0x60, 0x60);

    private final Graphics2D graphics;
    private final Font title;
    private final Font caption;

    CellPainter(Graphics2D graphics, Font title, Font caption) {
        this.graphics = graphics;
        this.title = title;
        this.caption = caption;
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    }

    /** Paints a cell whose upper left corner is at the point. */
    void paint(Cell cell, int x, int y) {
        text(cell.title(), title, Color.BLACK, x, y, PICTURE);
        if (cell.pixels().isPresent()) {
            picture(cell.pixels().get(), x, y + LINE);
        } else {
            graphics.setColor(Color.RED);
            graphics.drawRect(x, y + LINE, PICTURE - 1, PICTURE - 1);
            text("cannot be read", caption, Color.RED, x + GAP, y + LINE + PICTURE / 2, PICTURE - GAP);
        }
        text(cell.caption(), caption, GREY, x, y + LINE + PICTURE, PICTURE);
    }

    /** Writes what stands left of a row of cells. */
    void label(String label, int x, int y, int width) {
        text(label, title, Color.BLACK, x, y + LINE + (PICTURE - LINE) / 2, width);
    }

    /** Small pictures are magnified as they are, pixel by pixel; large ones are shrunk. */
    private void picture(Pixels pixels, int x, int y) {
        double scale = (double) PICTURE / Math.max(pixels.width(), pixels.height());
        int width = Math.max(1, (int) Math.round(pixels.width() * scale));
        int height = Math.max(1, (int) Math.round(pixels.height() * scale));
        Pixels shown = scale >= 1 ? pixels : new InputSpec(width, height, pixels.channels(), 0, 1).fit(pixels);
        graphics.drawImage(
                image(shown.withChannels(3)),
                x + (PICTURE - width) / 2,
                y + (PICTURE - height) / 2,
                width,
                height,
                null);
    }

    private static BufferedImage image(Pixels pixels) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                int rgb = pixels.sample(x, y, 0) << 16 | pixels.sample(x, y, 1) << 8 | pixels.sample(x, y, 2);
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    private void text(String text, Font font, Color colour, int x, int y, int width) {
        graphics.setFont(font);
        graphics.setColor(colour);
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(shortened(text, metrics, width), x, y + metrics.getAscent());
    }

    private static String shortened(String text, FontMetrics metrics, int width) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + "…") > width) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
