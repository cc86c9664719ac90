package dev.semblance.core.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All thresholds that make a difference: one for each distance that was observed.
 *
 * @param points with growing distance; the last accepts every query that found anything
 */
public record CalibrationCurve(List<CurvePoint> points) {
    public CalibrationCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a calibration curve has at least one threshold");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).distance() <= points.get(i - 1).distance()) {
                throw new IllegalArgumentException(
                        "thresholds grow along the curve, but " + points.get(i).distance() + " follows "
                                + points.get(i - 1).distance());
            }
        }
    }

    /**
     * The metric at every threshold. As in the reference, the curve of precision starts at 1 where the first of several
     * thresholds accepts nothing.
     */
    public List<Double> values(ClassificationMetric metric) {
        List<Double> values =
                points.stream().map(point -> metric.of(point.counts())).toList();
        boolean startsWithNothing =
                points.size() > 1 && points.getFirst().counts().accepted() == 0;
        if (metric != ClassificationMetric.PRECISION || !startsWithNothing) {
            return values;
        }
        return Stream.concat(Stream.of(1.0), values.stream().skip(1)).toList();
    }

    /**
     * The curve without thresholds that change nothing: of several with the same counts, the strictest. That is one for
     * each query at most, however many neighbours they have.
     */
    public CalibrationCurve steps() {
        List<CurvePoint> steps = new ArrayList<>();
        for (CurvePoint point : points) {
            if (steps.isEmpty() || !steps.getLast().counts().equals(point.counts())) {
                steps.add(point);
            }
        }
        return new CalibrationCurve(steps);
    }

    /** The threshold with the best value; of several the most permissive. */
    CurvePoint best(ClassificationMetric metric) {
        CurvePoint best = points.getLast();
        double bestValue = metric.of(best.counts());
        for (CurvePoint point : points.reversed()) {
            double value = metric.of(point.counts());
            if (acceptsAny(point) && !metric.isAsGoodAs(bestValue, value)) {
                best = point;
                bestValue = value;
            }
        }
        return best;
    }

    /** The threshold to use so that the metric is at least as good as the bound; empty if it is nowhere. */
    Optional<CurvePoint> meeting(ClassificationMetric metric, double bound) {
        List<CurvePoint> preferredFirst = metric.prefersPermissive() ? points.reversed() : points;
        return preferredFirst.stream()
                .filter(CalibrationCurve::acceptsAny)
                .filter(point -> metric.isAsGoodAs(metric.of(point.counts()), bound))
                .findFirst();
    }

    // A threshold below every match makes no error because it makes no match: no use to anyone who sets a target.
    private static boolean acceptsAny(CurvePoint point) {
        return point.counts().accepted() > 0;
    }
}
