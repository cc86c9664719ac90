package dev.semblance.trainer.sheet;

import dev.semblance.core.image.Pixels;
import java.util.Optional;

/**
 * One picture of a sheet.
 *
 * @param pixels the picture; empty for one that cannot be shown
 * @param title what stands over it
 * @param caption what stands under it
 */
public record Cell(Optional<Pixels> pixels, String title, String caption) {}
