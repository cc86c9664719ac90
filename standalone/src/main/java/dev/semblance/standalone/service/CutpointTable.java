package dev.semblance.standalone.service;

import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.standalone.service.QueryClient.Cutpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cutpoints in a table, as TensorFlow Similarity prints them. */
public final class CutpointTable {
    private static final List<ClassificationMetric> COLUMNS = List.of(
            ClassificationMetric.PRECISION,
            ClassificationMetric.RECALL,
            ClassificationMetric.F1,
            ClassificationMetric.BINARY_ACCURACY,
            ClassificationMetric.COVERAGE);

    private CutpointTable() {}

    /** The lines of the table. */
    public static List<String> lines(List<Cutpoint> cutpoints) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-14s %10s", "cutpoint", "distance"));
        COLUMNS.forEach(metric -> head.append(String.format(Locale.ROOT, " %15s", metric.id())));
        lines.add(head.toString());
        for (Cutpoint cutpoint : cutpoints) {
            StringBuilder row =
                    new StringBuilder(String.format(Locale.ROOT, "%-14s %10.6f", cutpoint.name(), cutpoint.distance()));
            COLUMNS.forEach(metric -> row.append(
                    String.format(Locale.ROOT, " %15.4f", cutpoint.counts().value(metric))));
            lines.add(row.toString());
        }
        return lines;
    }
}
