package dev.semblance.benchmarks;

import dev.semblance.core.model.PublishedModel;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.ImageProducer;
import dev.semblance.standalone.IndexerNode;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.TrainingData;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.Splits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole path in one process, with real parts only:
 *
 * <ol>
 *   <li>train for a moment, publish, and wait until the version is live with an empty index;
 *   <li>alternate between the embedder alone and a backlog that is worked off;
 *   <li>look images up while nothing comes;
 *   <li>stream at shares of the throughput that was found, one after the other, and measure latency, of look-ups too.
 * </ol>
 */
final class WholePath {
    private final Settings given;
    private final Workload.Sizes sizes;
    private final Console console;
    private final ShutdownSignal signal;

    WholePath(Settings given, Workload.Sizes sizes, Console console, ShutdownSignal signal) {
        this.given = given;
        this.sizes = sizes;
        this.console = console;
        this.signal = signal;
    }

    Report run() throws IOException, InterruptedException {
        Splits splits = TrainingData.split(given.train().data(), console);
        console.line("encoding %d images", splits.stream().size());
        Workload workload = new Workload(splits.stream());
        console.line("starting broker and query service");
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(0, given.broker().data(), given.broker().imagePartitions())) {
            Settings settings = given.with(Map.of("kafka.bootstrap", broker.bootstrap()), "benchmark");
            try (QueryServer server = QueryNode.start(settings);
                    QueryClient client = new QueryClient(server.address());
                    ImageProducer producer = new ImageProducer(broker.bootstrap())) {
                return measure(settings, splits, workload, producer, client);
            }
        }
    }

    private Report measure(
            Settings settings, Splits splits, Workload workload, ImageProducer producer, QueryClient client)
            throws IOException, InterruptedException {
        CommitWatch watch = new CommitWatch(client, signal);
        PublishedModel model = new EmptyIndex(settings, console, signal).goLive(splits, watch);
        List<Report.Round> rounds = new ArrayList<>();
        try (EmbedderAlone embedder = EmbedderAlone.load(settings, model, workload.pixels())) {
            Backlog backlog = new Backlog(settings, workload, producer, watch, console);
            double before = embedderAlone(embedder);
            while (rounds.size() < sizes.coldRounds() + sizes.rounds()) {
                console.line("round %d: working off %d images", rounds.size() + 1, sizes.warmUp() + sizes.images());
                Duration compiled = compilation();
                Backlog.Span span = backlog.workOff(sizes.warmUp(), sizes.images());
                Duration compiling = compilation().minus(compiled);
                console.line("Kafka to searchable: %.0f images/s", span.imagesPerSecond());
                double after = embedderAlone(embedder);
                rounds.add(Report.Round.of(before, span, after, compiling));
                before = after;
            }
        }
        Report.Throughput throughput = Report.Throughput.of(
                rounds.subList(0, sizes.coldRounds()), rounds.subList(sizes.coldRounds(), rounds.size()));
        try (IndexerNode indexer = IndexerNode.start(settings)) {
            console.line("Flink at %s", indexer.webInterface());
            LatencyRun latencies = new LatencyRun(
                    new SteadyStream(workload, producer, watch),
                    client,
                    splits.test().images(),
                    sizes,
                    console);
            Report.Millis quiet = latencies.quiet();
            List<Report.Latency> loaded = latencies.atShares(throughput.kafkaToSearchable());
            return new Report("whole-path", Report.Parameters.of(settings, sizes, model), throughput, quiet, loaded);
        }
    }

    /** How long the JVM has compiled until now. */
    private static Duration compilation() {
        return Duration.ofMillis(ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }

    private double embedderAlone(EmbedderAlone embedder) {
        signal.throwIfCome();
        double imagesPerSecond = embedder.imagesPerSecond();
        console.line("embedder alone: %.0f images/s", imagesPerSecond);
        return imagesPerSecond;
    }
}
