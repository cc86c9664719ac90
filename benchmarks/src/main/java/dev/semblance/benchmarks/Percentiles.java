package dev.semblance.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * Percentiles by nearest rank: the smallest value that at least so many percent of all values do not exceed, so always
 * one that was measured.
 *
 * @param values in ascending order
 */
public record Percentiles(List<Duration> values) {
    public Percentiles {
        values = values.stream().sorted().toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /** Such as 99 for the value that 99 % do not exceed. */
    public Duration percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a percentile is 1 to 100, not " + percent);
        }
        long rank = ((long) values.size() * percent + 99) / 100;
        return values.get(Math.toIntExact(rank) - 1);
    }
}
