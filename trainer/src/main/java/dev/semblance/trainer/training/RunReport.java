package dev.semblance.trainer.training;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The curves of a run as one HTML page that needs nothing else. */
final class RunReport {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    /** Metrics that are plotted, of those there are; all of them are in the table. */
    private static final List<String> PLOTTED =
            List.of("recall@1", "recall@5", "recall@10", "precision@10", "map@10", "f1", "binary_accuracy", "coverage");

    private final String title;
    private final List<Epoch> epochs;

    RunReport(String title, List<Epoch> epochs) {
        this.title = title;
        this.epochs = epochs;
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 74rem; padding: 0 1rem; color: #222 }
                figure { display: inline-block; margin: 0 1rem 1rem 0 }
                img { max-width: 100%%; height: auto }
                .table { overflow-x: auto }
                table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px }
                th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap }
                </style></head><body>
                <h1>Training run %1$s</h1>
                %2$s
                <h2>Every epoch</h2>
                <div class="table"><table>%3$s</table></div>
                </body></html>
                """.formatted(escaped(title), figures(), table());
    }

    private String figures() {
        if (epochs.isEmpty()) {
            return "<p>No epoch has ended yet.</p>";
        }
        Map<String, ToDoubleFunction<Epoch>> loss = new LinkedHashMap<>();
        loss.put("loss", Epoch::loss);
        loss.put("validation loss", Epoch::validationLoss);
        StringBuilder figures = new StringBuilder(figure("Loss", loss));
        figures.append(metricFigure("Held-out images of classes that are learned", HeldOutPart.SEEN));
        figures.append(metricFigure("Held-out images of classes that are not learned", HeldOutPart.UNSEEN));
        figures.append(figure("Learning rate", Map.of("learning rate", Epoch::learningRate)));
        figures.append(figure("Milliseconds per step", Map.of("ms/step", Epoch::millisPerStep)));
        return figures.toString();
    }

    private String metricFigure(String caption, String prefix) {
        Map<String, ToDoubleFunction<Epoch>> series = new LinkedHashMap<>();
        for (String metric : PLOTTED) {
            String name = prefix + metric;
            if (epochs.stream().anyMatch(epoch -> epoch.metrics().containsKey(name))) {
                series.put(metric, epoch -> epoch.metrics().getOrDefault(name, Double.NaN));
            }
        }
        return series.isEmpty() ? "" : figure(caption, series);
    }

    /** A plot over epochs; points without a value are left out. */
    private String figure(String caption, Map<String, ToDoubleFunction<Epoch>> series) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(caption)
                .xAxisTitle("epoch")
                .theme(ChartTheme.Matlab)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setMarkerSize(5);
        series.forEach((name, value) -> {
            List<Epoch> known = epochs.stream()
                    .filter(epoch -> Double.isFinite(value.applyAsDouble(epoch)))
                    .toList();
            if (!known.isEmpty()) {
                chart.addSeries(
                        name,
                        known.stream().mapToDouble(Epoch::epoch).toArray(),
                        known.stream().mapToDouble(value).toArray());
            }
        });
        if (chart.getSeriesMap().isEmpty()) {
            return "";
        }
        return "<figure><img alt=\"" + escaped(caption) + " over epochs\" src=\"data:image/png;base64,"
                + png(BitmapEncoder.getBufferedImage(chart)) + "\"></figure>\n";
    }

    private static String png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes all that is written to it", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private String table() {
        TreeSet<String> metrics = epochs.stream()
                .flatMap(epoch -> epoch.metrics().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder rows = new StringBuilder("<tr><th>epoch</th><th>steps</th><th>seconds</th><th>loss</th>"
                + "<th>validation loss</th><th>learning rate</th><th>ms/step</th><th>images/s</th>");
        metrics.forEach(metric ->
                rows.append("<th>").append(escaped(metric.replace('_', ' '))).append("</th>"));
        rows.append("</tr>\n");
        for (Epoch epoch : epochs) {
            rows.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%d</td><td>%d</td><td>%.0f</td><td>%.4f</td><td>%.4f</td><td>%.2g</td><td>%.1f</td>"
                            + "<td>%.0f</td>",
                    epoch.epoch(),
                    epoch.steps(),
                    epoch.seconds(),
                    epoch.loss(),
                    epoch.validationLoss(),
                    epoch.learningRate(),
                    epoch.millisPerStep(),
                    epoch.imagesPerSecond()));
            metrics.forEach(metric -> rows.append("<td>")
                    .append(
                            epoch.metrics().containsKey(metric)
                                    ? String.format(
                                            Locale.ROOT, "%.4f", epoch.metrics().get(metric))
                                    : "")
                    .append("</td>"));
            rows.append("</tr>\n");
        }
        return rows.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
