package dev.semblance.benchmarks.index;

import dev.semblance.benchmarks.training.Scratch;
import dev.semblance.core.index.IndexSettings;
import dev.semblance.standalone.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A burst into a shard. */
@Command(
        name = "burst",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "A burst into a shard that is asked meanwhile: stalls, queries, and the backlog of graphs.")
final class BurstCommand implements Callable<Integer> {
    private static final int QUERIES = 1_000;

    @Mixin
    private final IndexOptions options = new IndexOptions();

    @Option(names = "--documents", paramLabel = "N", description = "in the shard before")
    private int documents = 100_000;

    @Option(names = "--rate", paramLabel = "N", description = "vectors/s of the burst")
    private int rate = 30_000;

    @Option(names = "--seconds", paramLabel = "N", description = "how long the burst is")
    private int seconds = 10;

    @Option(names = "--calm", paramLabel = "N", description = "seconds before the burst and after the backlog")
    private int calm = 5;

    @Option(names = "--patience", paramLabel = "N", description = "seconds to wait for the backlog to drain")
    private int patience = 300;

    record Result(IndexSettings settings, int dimension, int documents, int perSecond, Burst.Result burst) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        ClusteredVectors vectors = options.vectors();
        Changes all = Changes.ofNew(vectors.next(documents + rate * seconds));
        try (Scratch scratch = Scratch.create();
                PublishedShard shard = PublishedShard.create(scratch.path(), options.settings());
                QueryLoad load = QueryLoad.start(vectors.next(QUERIES))) {
            Ingestion.measure(shard, all.part(0, documents));
            console.line("%d documents are in", documents);
            load.show(shard.open());
            Burst.Result burst =
                    new Burst(shard, load, console).run(all.part(documents, all.size()), rate, calm, patience);
            Report.print("index burst", new Result(options.settings(), options.dimension(), documents, rate, burst));
        }
        return CommandLine.ExitCode.OK;
    }
}
