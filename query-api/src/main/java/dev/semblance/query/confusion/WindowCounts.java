package dev.semblance.query.confusion;

import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.monitoring.DistanceHistogram;

/**
 * What was counted of a series in a stretch of time.
 *
 * @param series of which matches
 * @param window how far back it reaches
 * @param span the stretch
 * @param matches all of them, whether their class is known or not
 * @param noMatch those that were refused or found nothing
 * @param matrix of those whose class is known
 * @param distances how many matches were how far away, accepted or not
 */
public record WindowCounts(
        Series series,
        Window window,
        Window.Span span,
        long matches,
        long noMatch,
        ConfusionMatrix matrix,
        DistanceHistogram distances) {}
