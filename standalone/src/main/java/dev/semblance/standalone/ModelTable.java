package dev.semblance.standalone;

import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.PublishedModel;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Published models as a table for people.
 *
 * @param lines the heading, then one line a model
 */
record ModelTable(List<String> lines) {
    private static final int MOST_METRICS = 4;

    static ModelTable of(List<PublishedModel> models) {
        if (models.isEmpty()) {
            return new ModelTable(List.of("no model has been published"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("VERSION", "NETWORK", "INPUT", "DIMENSION", "DISTANCE", "PUBLISHED", "METRICS"));
        models.forEach(model -> rows.add(row(model)));
        return new ModelTable(aligned(rows));
    }

    private static List<String> row(PublishedModel model) {
        ModelDescription description = model.description();
        InputSpec input = description.input();
        return List.of(
                model.version().key(),
                description.network().name(),
                input.width() + "x" + input.height() + "x" + input.channels(),
                Integer.toString(description.network().dimension()),
                description.distance().canonicalName(),
                model.publishedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                metrics(description));
    }

    /** Those of retrieval and matching, which can be compared; how long training took cannot. */
    private static String metrics(ModelDescription description) {
        String shown = description.metrics().entrySet().stream()
                .filter(metric ->
                        metric.getKey().contains("@") || metric.getKey().contains("f1"))
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_METRICS)
                .map(metric -> String.format(Locale.ROOT, "%s %.3f", metric.getKey(), metric.getValue()))
                .collect(Collectors.joining(", "));
        return shown.isEmpty() ? "-" : shown;
    }

    private static List<String> aligned(List<List<String>> rows) {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    private static String aligned(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            line.append(row.get(column));
            line.repeat(' ', widths.get(column) - row.get(column).length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
