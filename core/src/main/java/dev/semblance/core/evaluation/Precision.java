package dev.semblance.core.evaluation;

import dev.semblance.core.matching.LabelledQuery;

/**
 * {@code precision@k} and {@code r_precision}: {@code sum over j <= n of rel(j), / attainable}, with n and the
 * attainable number from the cutoff; 0 where nothing is attainable. With {@link Cutoff.FirstOfClass} it is the share of
 * the class that was found.
 */
public record Precision(Cutoff cutoff) implements RetrievalMetric {
    public static Precision at(int k) {
        return new Precision(new Cutoff.First(k));
    }

    /** R-precision. */
    public static Precision atClassSize(ClassSizes classes) {
        return new Precision(new Cutoff.ClassSize(classes));
    }

    @Override
    public String name() {
        return switch (cutoff) {
            case Cutoff.First first -> "precision@" + first.k();
            case Cutoff.FirstOfClass first -> "precision@" + first.k();
            case Cutoff.ClassSize all -> "r_precision";
        };
    }

    @Override
    public int neighbours(String label) {
        return cutoff.neighbours(label);
    }

    @Override
    public double of(LabelledQuery query) {
        long right = counted(query).stream()
                .filter(neighbour -> neighbour.label().equals(query.actual()))
                .count();
        int attainable = cutoff.attainable(query.actual());
        return attainable == 0 ? 0 : (double) right / attainable;
    }
}
