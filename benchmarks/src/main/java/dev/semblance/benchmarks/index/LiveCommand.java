package dev.semblance.benchmarks.index;

import dev.semblance.benchmarks.training.Scratch;
import dev.semblance.standalone.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The cost of live segments. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Queries on the live segments of a stream, against the same shard merged to one segment.")
final class LiveCommand implements Callable<Integer> {
    @Mixin
    private final IndexOptions options = new IndexOptions();

    @Option(names = "--documents", paramLabel = "N", description = "documents that are streamed")
    private int documents = 100_000;

    @Option(names = "--per-commit", paramLabel = "N", description = "documents between two commits")
    private int perCommit = 1_000;

    @Option(names = "--moments", paramLabel = "N", description = "how often it is measured, over the latter half")
    private int moments = 3;

    @Option(names = "--queries", paramLabel = "N", description = "queries")
    private int queries = 300;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each search")
    private int rounds = 3;

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        try (Scratch scratch = Scratch.create()) {
            LiveStructure.Result result = new LiveStructure(
                            options.settings(),
                            options.vectors(),
                            new LiveStructure.Sizes(documents, perCommit, moments, queries, rounds),
                            console)
                    .run(scratch.path());
            Report.print("index live", result);
        }
        return CommandLine.ExitCode.OK;
    }
}
