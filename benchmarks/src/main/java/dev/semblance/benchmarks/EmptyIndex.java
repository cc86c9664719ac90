package dev.semblance.benchmarks;

import dev.semblance.core.model.PublishedModel;
import dev.semblance.standalone.IndexerNode;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.Training;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.time.Duration;

/** A version of the model that is live, and holds nothing yet: what every measurement of the whole path starts from. */
record EmptyIndex(Settings settings, Console console, ShutdownSignal signal) {
    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * Trains and publishes it, and waits for it. The indexer starts first, as it does in the demo, and is gone then.
     */
    PublishedModel goLive(Splits splits, CommitWatch watch) throws IOException, InterruptedException {
        try (IndexerNode indexer = IndexerNode.start(settings)) {
            console.line("Flink at %s", indexer.webInterface());
            PublishedModel model =
                    new Training(settings, console, signal::throwIfCome).run(() -> TrainingSets.of(splits));
            console.line("taking an empty index live");
            watch.until(sighting -> true, POLL);
            return model;
        }
    }
}
