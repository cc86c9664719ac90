package dev.semblance.core.calibration;

/**
 * What became of labelled queries at one threshold. "Positive" is what was accepted. A false negative is a query whose
 * match was right and was not accepted; a query whose match is wrong is never a missed one.
 *
 * @param truePositives right and accepted
 * @param falsePositives wrong and accepted
 * @param trueNegatives wrong and not accepted
 * @param falseNegatives right and not accepted
 */
public record ClassificationCounts(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
    public ClassificationCounts {
        if (Math.min(Math.min(truePositives, falsePositives), Math.min(trueNegatives, falseNegatives)) < 0) {
            throw new IllegalArgumentException("counts are not negative: " + truePositives + ", " + falsePositives
                    + ", " + trueNegatives + ", " + falseNegatives);
        }
    }

    /** Queries that were accepted, rightly or not. */
    public int accepted() {
        return truePositives + falsePositives;
    }

    /** Queries that were not accepted, rightly or not. */
    public int refused() {
        return trueNegatives + falseNegatives;
    }

    /** All queries. */
    public int total() {
        return accepted() + refused();
    }
}
