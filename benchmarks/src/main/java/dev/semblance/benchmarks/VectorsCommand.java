package dev.semblance.benchmarks;

import static java.util.stream.Collectors.averagingDouble;

import dev.semblance.benchmarks.index.Report;
import dev.semblance.core.OperatorException;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import java.util.ArrayList;
import java.util.List;
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
    /** Fewer become searchable with one commit or two, and their time would be that of a checkpoint. */
    private static final int LEAST = 50_000;

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

    /** All turns of one size; the figures are means of the turns'. */
    record Row(
            int documents,
            double kafkaToSearchable,
            double lucene,
            double luceneOfTwo,
            double ratio,
            double ratioToTwo,
            List<VectorsRun.Round> rounds) {
        static Row of(int documents, List<VectorsRun.Round> rounds) {
            return new Row(
                    documents,
                    mean(rounds, VectorsRun.Round::kafkaToSearchable),
                    mean(rounds, VectorsRun.Round::lucene),
                    mean(rounds, VectorsRun.Round::luceneOfTwo),
                    mean(rounds, VectorsRun.Round::ratio),
                    mean(rounds, VectorsRun.Round::ratioToTwo),
                    rounds);
        }

        private static double mean(List<VectorsRun.Round> rounds, ToDoubleFunction<VectorsRun.Round> figure) {
            return rounds.stream().collect(averagingDouble(figure));
        }
    }

    record Result(int dimension, int updatePercent, int partitions, List<Row> rows) {}

    @Override
    public Integer call() throws Exception {
        requireFlags();
        Console console = new Console(System.err, false);
        List<Row> rows = new ArrayList<>();
        try (ShutdownSignal signal = ShutdownSignal.listen()) {
            VectorsRun run = new VectorsRun(dimension, updates, seed, console, signal);
            run.round(LEAST, 0);
            for (int size : documents) {
                List<VectorsRun.Round> turns = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    VectorsRun.Round turn = run.round(size, round);
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
        Report.print("vectors", new Result(dimension, updates, VectorsRun.PARTITIONS, rows));
        return CommandLine.ExitCode.OK;
    }

    /** Before the first turn, which takes a minute. */
    private void requireFlags() {
        documents.forEach(size -> require("--documents", size, LEAST, 10_000_000));
        require("--updates", updates, 0, 100);
        require("--dimension", dimension, 4, 1024);
        require("--rounds", rounds, 1, 100);
    }

    private static void require(String flag, int value, int least, int most) {
        if (value < least || value > most) {
            throw new OperatorException(flag + " is " + least + " to " + most + ", not " + value);
        }
    }
}
