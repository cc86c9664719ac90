package dev.semblance.core.monitoring;

import dev.semblance.core.evaluation.ConfusionMatrix;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A class that was taken for another, or for none.
 *
 * @param actual class of the queries
 * @param predicted what they were taken for; empty for no match
 * @param count how many
 */
public record Confusion(String actual, Optional<String> predicted, long count) {
    /** The most frequent first; of equally frequent ones by name, no match after all names. */
    static final Comparator<Confusion> LARGEST_FIRST = Comparator.comparingLong(Confusion::count)
            .reversed()
            .thenComparing(Confusion::actual)
            .thenComparing(confusion -> confusion.predicted().isEmpty())
            .thenComparing(confusion -> confusion.predicted().orElse(""));

    static Confusion of(Map.Entry<ConfusionMatrix.Cell, Long> entry) {
        ConfusionMatrix.Cell cell = entry.getKey();
        return new Confusion(cell.actual(), cell.predicted(), entry.getValue());
    }
}
