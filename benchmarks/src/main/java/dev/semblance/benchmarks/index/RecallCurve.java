package dev.semblance.benchmarks.index;

import java.util.Comparator;
import java.util.List;

/** What a search finds and costs with more and more effort. */
public record RecallCurve(List<Point> points) {
    /**
     * One effort.
     *
     * @param recall share of the true ten nearest that were found
     * @param micros CPU time of a query, mean
     */
    public record Point(int effort, double recall, double micros, double p50Micros, double p99Micros) {}

    public RecallCurve {
        points = points.stream().sorted(Comparator.comparingInt(Point::effort)).toList();
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve has at least one point");
        }
    }

    /**
     * Mean CPU time at a recall, interpolated between the efforts around it. What the least effort finds costs at most
     * the least effort.
     *
     * @return µs; NaN if no effort found as much
     */
    public double microsAt(double recall) {
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (point.recall() < recall) {
                continue;
            }
            if (i == 0) {
                return point.micros();
            }
            Point before = points.get(i - 1);
            double share = (recall - before.recall()) / (point.recall() - before.recall());
            return before.micros() + share * (point.micros() - before.micros());
        }
        return Double.NaN;
    }

    public Point at(int effort) {
        return points.stream()
                .filter(point -> point.effort() == effort)
                .findFirst()
                .orElseThrow();
    }
}
