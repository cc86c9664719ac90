package dev.semblance.core.monitoring;

/**
 * How well one class is told from the others. A ratio without anything to divide by is 0.
 *
 * @param label the class
 * @param support queries of the class
 * @param predicted queries, of any class, that were taken for it
 * @param right queries that were taken for it rightly
 */
public record ClassReport(String label, long support, long predicted, long right) {
    public ClassReport {
        if (right < 0 || right > Math.min(support, predicted)) {
            throw new IllegalArgumentException("class '" + label + "' cannot be right " + right + " times, of "
                    + support + " queries and " + predicted + " that were taken for it");
        }
    }

    /** Share of what was taken for the class that is of it. */
    public double precision() {
        return new Share(right, predicted).value();
    }

    /** Share of the class that was taken for it. Here, a query that found no match is a missed one. */
    public double recall() {
        return new Share(right, support).value();
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return new Share(2 * right, support + predicted).value();
    }
}
