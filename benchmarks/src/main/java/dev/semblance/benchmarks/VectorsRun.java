package dev.semblance.benchmarks;

import dev.semblance.benchmarks.index.BareIndex;
import dev.semblance.benchmarks.index.Changes;
import dev.semblance.benchmarks.index.ClusteredVectors;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.ImageProducer;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.TrainingData;
import dev.semblance.standalone.broker.EmbeddedBroker;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.DemoFolder;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.Splits;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two sides of {@link VectorsCommand}, each with everything of its own.
 *
 * @param updates percent of the vectors that replace an earlier one
 */
record VectorsRun(int dimension, int updates, long seed, Console console, ShutdownSignal signal) {
    static final int PARTITIONS = 2;

    private static final int WARM_UP = 5_000;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    /**
     * One turn of each, in vectors/s.
     *
     * @param lucene one IndexWriter, filled by one thread
     * @param luceneOfTwo an IndexWriter for each partition, filled by a thread each
     */
    record Round(double kafkaToSearchable, double lucene, double luceneOfTwo) {
        double ratio() {
            return kafkaToSearchable / lucene;
        }

        double ratioToTwo() {
            return kafkaToSearchable / luceneOfTwo;
        }
    }

    /** Each begins every other turn. */
    Round round(int size, int round) throws IOException, InterruptedException {
        List<Embedding> vectors = new ClusteredVectors(dimension, seed).next(size);
        Changes changes = Changes.withUpdates(vectors, updates, seed + round);
        if (round % 2 == 0) {
            double stream = stream(changes);
            return new Round(stream, lucene(changes, 1), lucene(changes, PARTITIONS));
        }
        double lucene = lucene(changes, 1);
        double luceneOfTwo = lucene(changes, PARTITIONS);
        return new Round(stream(changes), lucene, luceneOfTwo);
    }

    private static double lucene(Changes changes, int writers) throws IOException, InterruptedException {
        try (DemoFolder folder = DemoFolder.open(Optional.empty());
                BareIndex index = BareIndex.create(folder.path(), writers, COMMIT_EVERY)) {
            index.perSecond(changes.part(0, WARM_UP));
            return index.perSecond(changes.part(WARM_UP, changes.size()));
        }
    }

    private double stream(Changes changes) throws IOException, InterruptedException {
        try (DemoFolder folder = DemoFolder.open(Optional.empty())) {
            LogFile.open(folder.log());
            Settings given = settings(folder);
            Splits splits = TrainingData.split(given.train().data(), console);
            try (EmbeddedBroker broker = EmbeddedBroker.start(0, given.broker().data(), PARTITIONS)) {
                Settings settings = given.with(Map.of("kafka.bootstrap", broker.bootstrap()), "benchmark");
                try (QueryServer server = QueryNode.start(settings);
                        QueryClient client = new QueryClient(server.address());
                        ImageProducer producer = new ImageProducer(broker.bootstrap())) {
                    CommitWatch watch = new CommitWatch(client, signal);
                    PublishedModel model = new EmptyIndex(settings, console, signal).goLive(splits, watch);
                    ImageSource source = new GivenEmbeddings(changes, model.version());
                    return new Backlog(settings, source, producer, watch, console)
                            .workOff(WARM_UP, changes.size() - WARM_UP)
                            .imagesPerSecond();
                }
            }
        }
    }

    private Settings settings(DemoFolder folder) {
        Map<String, String> flags = new HashMap<>();
        flags.put("index.checkpoint-interval", COMMIT_EVERY.toMillis() + "ms");
        flags.put("index.ui-port", "0");
        flags.put("serve.port", "0");
        flags.put("train.seconds", "0");
        flags.put("train.epochs", "1");
        flags.put("train.steps-per-epoch", "10");
        flags.put("train.network", "small-convnet");
        flags.put("train.dimension", Integer.toString(dimension));
        return folder.apply(Settings.load(Optional.empty(), Map.of(), flags));
    }
}
