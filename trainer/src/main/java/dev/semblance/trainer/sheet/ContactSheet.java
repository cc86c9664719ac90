package dev.semblance.trainer.sheet;

import dev.semblance.core.OperatorException;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Pictures in rows and columns, with what they are; drawn in black on white.
 *
 * @param rowLabels what stands left of each row; none for no such column
 * @param columns of pictures
 * @param cells row by row
 */
public record ContactSheet(List<String> rowLabels, int columns, List<Cell> cells) {
    private static final int LABEL_WIDTH = 130;
    private static final int MARGIN = 12;
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    public ContactSheet {
        rowLabels = List.copyOf(rowLabels);
        cells = List.copyOf(cells);
        if (columns < 1 || cells.isEmpty()) {
            throw new IllegalArgumentException("a sheet of " + cells.size() + " cells in " + columns + " columns");
        }
    }

    /**
     * Writes the sheet as a PNG.
     *
     * @throws OperatorException if it cannot be written, or this machine has no fonts
     */
    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(draw(), "png", file.toFile());
        } catch (IOException e) {
            throw new OperatorException("cannot write " + file + ": " + e, e);
        }
    }

    /** Draws the sheet. */
    public BufferedImage draw() {
        int left = MARGIN + (rowLabels.isEmpty() ? 0 : LABEL_WIDTH);
        int rows = (cells.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(
                left + columns * CellPainter.WIDTH, 2 * MARGIN + rows * CellPainter.HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            CellPainter painter = new CellPainter(graphics, TITLE, CAPTION);
            for (int i = 0; i < cells.size(); i++) {
                painter.paint(
                        cells.get(i),
                        left + i % columns * CellPainter.WIDTH,
                        MARGIN + i / columns * CellPainter.HEIGHT);
            }
            for (int row = 0; row < rowLabels.size(); row++) {
                painter.label(rowLabels.get(row), MARGIN, MARGIN + row * CellPainter.HEIGHT, LABEL_WIDTH - MARGIN);
            }
        } catch (InternalError e) {
            throw new OperatorException(
                    "cannot write text into a picture, as this machine has no fonts: install fontconfig and a font", e);
        } finally {
            graphics.dispose();
        }
        return sheet;
    }
}
