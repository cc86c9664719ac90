package dev.semblance.benchmarks;

import static java.util.stream.Collectors.averagingDouble;

import dev.semblance.benchmarks.index.BareIndex;
import dev.semblance.benchmarks.index.Changes;
import dev.semblance.benchmarks.index.ClusteredVectors;
import dev.semblance.benchmarks.index.Report;
import dev.semblance.core.OperatorException;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the stream costs where producers have embedded their images: the network is out of it on both sides. */
@Command(
        name = "vectors",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Embeddings through Kafka to searchable, against bare Lucene with the same settings, in turns.")
final class VectorsCommand implements Callable<Integer> {
    private static final int WARM_UP = 5_000;
    /** Fewer become searchable with one commit or two, and their time would be that of a checkpoint. */
    private static final int LEAST = 50_000;

    private static final int PARTITIONS = 2;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    @Option(names = "--documents", split = ",", paramLabel = "N", description = "vectors of a turn, in two shards")
    private List<Integer> documents = List.of(50_000, 400_000);

    @Option(names = "--updates", paramLabel = "PERCENT", description = "of the vectors that replace an earlier one")
    private int updates = 0;

    @Option(names = "--dimension", paramLabel = "N", description = "of the vectors")
    private int dimension = 64;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "turns of both, after one of 50,000 that does not count")
    private int rounds = 2;

    @Option(names = "--seed", paramLabel = "N", description = "of the vectors")
    private long seed = 42;

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

    /** All turns of one size; the figures are means of the turns'. */
    record Row(
            int documents,
            double kafkaToSearchable,
            double lucene,
            double luceneOfTwo,
            double ratio,
            double ratioToTwo,
            List<Round> rounds) {
        static Row of(int documents, List<Round> rounds) {
            return new Row(
                    documents,
                    mean(rounds, Round::kafkaToSearchable),
                    mean(rounds, Round::lucene),
                    mean(rounds, Round::luceneOfTwo),
                    mean(rounds, Round::ratio),
                    mean(rounds, Round::ratioToTwo),
                    rounds);
        }

        private static double mean(List<Round> rounds, ToDoubleFunction<Round> figure) {
            return rounds.stream().collect(averagingDouble(figure));
        }
    }

    record Result(int dimension, int updatePercent, int partitions, List<Row> rows) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        List<Row> rows = new ArrayList<>();
        try (ShutdownSignal signal = ShutdownSignal.listen()) {
            round(LEAST, 0, console, signal);
            for (int size : documents) {
                if (size < LEAST) {
                    throw new OperatorException("--documents is at least " + LEAST + ", not " + size);
                }
                List<Round> turns = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    Round turn = round(size, round, console, signal);
                    turns.add(turn);
                    console.line(
                            "%d vectors, round %d of %d: Kafka to searchable %.0f/s, Lucene %.0f/s (%.2f), two of it %.0f/s (%.2f)",
                            size,
                            round + 1,
                            rounds,
                            turn.kafkaToSearchable(),
                            turn.lucene(),
                            turn.ratio(),
                            turn.luceneOfTwo(),
                            turn.ratioToTwo());
                }
                rows.add(Row.of(size, turns));
            }
        }
        Report.print("vectors", new Result(dimension, updates, PARTITIONS, rows));
        return CommandLine.ExitCode.OK;
    }

    /** Each begins every other turn. */
    private Round round(int size, int round, Console console, ShutdownSignal signal)
            throws IOException, InterruptedException {
        List<Embedding> vectors = new ClusteredVectors(dimension, seed).next(size);
        Changes changes = Changes.withUpdates(vectors, updates, seed + round);
        if (round % 2 == 0) {
            double stream = stream(changes, console, signal);
            return new Round(stream, lucene(changes, 1), lucene(changes, PARTITIONS));
        }
        double lucene = lucene(changes, 1);
        double luceneOfTwo = lucene(changes, PARTITIONS);
        return new Round(stream(changes, console, signal), lucene, luceneOfTwo);
    }

    private static double lucene(Changes changes, int writers) throws IOException, InterruptedException {
        try (DemoFolder folder = DemoFolder.open(Optional.empty());
                BareIndex index = BareIndex.create(folder.path(), writers, COMMIT_EVERY)) {
            index.perSecond(changes.part(0, WARM_UP));
            return index.perSecond(changes.part(WARM_UP, changes.size()));
        }
    }

    private double stream(Changes changes, Console console, ShutdownSignal signal)
            throws IOException, InterruptedException {
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
