package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.index.Report;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.DemoFolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What HTTP costs: searches by vector over it, against the same search in the process. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Look-ups by vector over HTTP, against Lucene's own query in the process, in turns.")
final class HttpCommand implements Callable<Integer> {
    @Mixin
    private final CorpusOptions options = new CorpusOptions();

    @Option(
            names = "--documents",
            split = ",",
            paramLabel = "N",
            description = "sizes of the index, one after the other")
    private int[] documents = {20_000, 200_000};

    @Option(names = "--ef", paramLabel = "EF", description = "candidates that each search keeps")
    private int effort = 100;

    @Option(names = "--threads", paramLabel = "N", description = "threads that search, and connections that ask")
    private int threads = 4;

    @Option(names = "--seconds", paramLabel = "N", description = "of each turn")
    private int seconds = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each side, after one that does not count")
    private int rounds = 3;

    @Option(names = "--load-seconds", paramLabel = "N", description = "of the load of half the throughput")
    private int loadSeconds = 20;

    record Size(int documents, HttpRun.Outcome outcome) {}

    record Result(
            int dimension, int effort, int threads, int seconds, int rounds, List<String> jvm, List<Size> sizes) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        List<Size> sizes = new ArrayList<>();
        HttpRun.Load load =
                new HttpRun.Load(effort, threads, rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(loadSeconds));
        try (CorpusOptions.Place place = options.place()) {
            for (int count : documents) {
                try (DemoFolder folder = DemoFolder.open(Optional.empty())) {
                    LogFile.open(folder.log());
                    try (CorpusIndex corpus = options.open(place, count, console);
                            ServedIndex served = ServedIndex.start(folder, corpus, "small-convnet", console)) {
                        sizes.add(new Size(count, new HttpRun(corpus, served, load, console).run(folder.path())));
                    }
                }
            }
        }
        Report.print(
                "query http",
                new Result(
                        options.dimension(),
                        effort,
                        threads,
                        seconds,
                        rounds,
                        ManagementFactory.getRuntimeMXBean().getInputArguments(),
                        sizes));
        return CommandLine.ExitCode.OK;
    }
}
