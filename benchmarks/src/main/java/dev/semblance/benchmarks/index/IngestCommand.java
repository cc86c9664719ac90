package dev.semblance.benchmarks.index;

import dev.semblance.benchmarks.training.Scratch;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What publishing costs ingestion. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Vectors/s into a published shard, against a bare Lucene IndexWriter with the same settings, in turns.")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private final IndexOptions options = new IndexOptions();

    @Option(names = "--documents", split = ",", paramLabel = "N", description = "vectors of a turn")
    private int[] documents = {10_000, 50_000, 200_000};

    @Option(names = "--updates", paramLabel = "PERCENT", description = "of the vectors that replace an earlier one")
    private int updates = 0;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "turns of both, after one of 10,000 that does not count")
    private int rounds = 2;

    /** One turn of both. */
    record Round(Ingestion semblance, Ingestion lucene) {
        double ratio(ToDoubleFunction<Ingestion> figure) {
            return figure.applyAsDouble(semblance) / figure.applyAsDouble(lucene);
        }
    }

    /**
     * All turns of one size.
     *
     * @param ratio of {@code perSecond}, Semblance by Lucene, mean over the turns
     * @param ratioMerged of {@code perSecondMerged}
     * @param ratioCpu of {@code cpuMicros}
     */
    record Row(int documents, double ratio, double ratioMerged, double ratioCpu, List<Round> rounds) {
        static Row of(int documents, List<Round> rounds) {
            return new Row(
                    documents,
                    mean(rounds, Ingestion::perSecond),
                    mean(rounds, Ingestion::perSecondMerged),
                    mean(rounds, Ingestion::cpuMicros),
                    rounds);
        }

        private static double mean(List<Round> rounds, ToDoubleFunction<Ingestion> figure) {
            return rounds.stream()
                    .mapToDouble(round -> round.ratio(figure))
                    .average()
                    .orElseThrow();
        }
    }

    record Result(IndexSettings settings, int dimension, int updatePercent, List<Row> rows) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        List<Row> rows = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            turn(scratch.path().resolve("warm-up"), 10_000, 0);
            for (int size : documents) {
                List<Round> turns = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    Round turn = turn(scratch.path().resolve(size + "-" + round), size, round);
                    turns.add(turn);
                    console.line(
                            "%d vectors, round %d of %d: %.0f/s, Lucene %.0f/s; with merges %.0f/s, Lucene %.0f/s",
                            size,
                            round + 1,
                            rounds,
                            turn.semblance().perSecond(),
                            turn.lucene().perSecond(),
                            turn.semblance().perSecondMerged(),
                            turn.lucene().perSecondMerged());
                }
                rows.add(Row.of(size, turns));
            }
        }
        Report.print("index ingest", new Result(options.settings(), options.dimension(), updates, rows));
        return CommandLine.ExitCode.OK;
    }

    /** Each begins every other turn. */
    private Round turn(Path folder, int size, int round) throws IOException, InterruptedException {
        Changes changes = Changes.withUpdates(options.vectors().next(size), updates, round);
        if (round % 2 == 0) {
            Ingestion semblance = semblance(folder, changes);
            return new Round(semblance, lucene(folder, changes));
        }
        Ingestion lucene = lucene(folder, changes);
        return new Round(semblance(folder, changes), lucene);
    }

    private Ingestion semblance(Path folder, Changes changes) throws IOException, InterruptedException {
        try (PublishedShard shard = PublishedShard.create(folder.resolve("semblance"), options.settings())) {
            return Ingestion.measure(shard, changes);
        }
    }

    private Ingestion lucene(Path folder, Changes changes) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve("lucene"));
        try (BareShard shard = new BareShard(own, options.settings())) {
            return Ingestion.measure(shard, changes);
        }
    }
}
