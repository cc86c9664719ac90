package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;

/**
 * {@code map@k} and {@code map@r}: {@code sum over j <= n of rel(j) * P(j), / attainable}, where {@code P(j)} is the
 * share of right ones among the first j, with n and the attainable number from the cutoff; 0 where nothing is
 * attainable.
 */
public record AveragePrecision(Cutoff cutoff) implements RetrievalMetric {
    public static AveragePrecision at(int k) {
        return new AveragePrecision(new Cutoff.First(k));
    }

    /** MAP@R. */
    public static AveragePrecision atClassSize(ClassSizes classes) {
        return new AveragePrecision(new Cutoff.ClassSize(classes));
    }

    @Override
    public String name() {
        return switch (cutoff) {
            case Cutoff.First first -> "map@" + first.k();
            case Cutoff.FirstOfClass first -> "map@" + first.k();
            case Cutoff.ClassSize all -> "map@r";
        };
    }

    @Override
    public int neighbours(String label) {
        return cutoff.neighbours(label);
    }

    @Override
    public double of(LabelledQuery query) {
        int attainable = cutoff.attainable(query.actual());
        double sum = 0;
        int rank = 0;
        int right = 0;
        for (LabelledNeighbour neighbour : counted(query)) {
            rank++;
            if (neighbour.label().equals(query.actual())) {
                right++;
                sum += (double) right / rank;
            }
        }
        return attainable == 0 ? 0 : sum / attainable;
    }
}
