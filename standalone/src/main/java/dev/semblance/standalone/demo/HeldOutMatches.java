package dev.semblance.standalone.demo;

import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.CutpointTable;
import dev.semblance.standalone.service.LabelledQueries;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.standalone.service.QueryClient.Calibration;
import dev.semblance.standalone.service.QueryClient.Evaluation;
import dev.semblance.trainer.data.Splits;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Finds the distance within which images match, with images that are neither in the index nor in the training data, and
 * measures with yet others what it is worth.
 */
final class HeldOutMatches {
    private static final double PRECISE = 0.95;

    private final QueryClient client;
    private final Console console;

    HeldOutMatches(QueryClient client, Console console) {
        this.client = client;
        this.console = console;
    }

    void run(Splits splits, int atMost) throws IOException, InterruptedException {
        Calibration calibration = client.calibrate(Map.of(
                "queries",
                LabelledQueries.of(splits.calibration().limitedTo(LabelledQueries.MOST)),
                "targets",
                List.of(Map.of("name", "precise", "metric", "precision", "bound", PRECISE))));
        console.line(
                "      calibrated with %d images: distances up to %.3f are a match, for the best F1",
                splits.calibration().limitedTo(LabelledQueries.MOST).size(),
                calibration.cutpoints().getFirst().distance());
        Evaluation held = client.evaluate(
                Map.of("queries", LabelledQueries.of(splits.test().limitedTo(atMost))));
        console.line(
                "      over %d held-out images ('%s' is the best F1, 'precise' a precision of %.2f on the calibration images):",
                held.queries(), Cutpoint.OPTIMAL, PRECISE);
        CutpointTable.lines(held.cutpoints()).forEach(line -> console.line("        %s", line));
    }
}
