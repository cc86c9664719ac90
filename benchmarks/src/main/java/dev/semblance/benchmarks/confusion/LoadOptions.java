package dev.semblance.benchmarks.confusion;

import dev.semblance.benchmarks.confusion.Cost.Load;
import dev.semblance.core.OperatorException;
import picocli.CommandLine.Option;

/** Flags that say how much comes in. */
final class LoadOptions {
    @Option(names = "--matches", paramLabel = "N", description = "matches of a round that the clock counts")
    private int matches = 30_000;

    @Option(names = "--warm-up", paramLabel = "N", description = "matches before them that the clock leaves out")
    private int warmUp = 10_000;

    @Option(names = "--event-rate", paramLabel = "N", description = "matches a second by their own time")
    private int eventRate = 100;

    @Option(names = "--partitions", paramLabel = "N", description = "partitions of the topics")
    private int partitions = 2;

    Load load() {
        if (matches < 1 || warmUp < 1 || eventRate < 1 || partitions < 1) {
            throw new OperatorException("--matches, --warm-up, --event-rate and --partitions are 1 or more");
        }
        return new Load(matches, warmUp, eventRate, partitions);
    }
}
