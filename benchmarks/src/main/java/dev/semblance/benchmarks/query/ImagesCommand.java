package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.CorpusIndex;
import dev.semblance.benchmarks.index.Report;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.DemoFolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Look-ups by image: what micro-batches make of many at a time, and whether one by itself waits. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Look-ups by image over HTTP, many at a time and one by one, against the embedder's own batches.")
final class ImagesCommand implements Callable<Integer> {
    @Mixin
    private final CorpusOptions options = new CorpusOptions();

    @Option(names = "--documents", paramLabel = "N", description = "size of the index")
    private int documents = 20_000;

    @Option(names = "--network", paramLabel = "NAME", description = "small-convnet, tutorial-convnet or resnet18-cifar")
    private String network = "tutorial-convnet";

    @Option(names = "--connections", paramLabel = "N", description = "images that are looked up at a time")
    private int connections = 48;

    @Option(names = "--batches", split = ",", paramLabel = "N", description = "batch sizes of the embedder by itself")
    private List<Integer> batches = List.of(16, 32, 64, 128);

    @Option(names = "--seconds", paramLabel = "N", description = "of each turn")
    private int seconds = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each side, after one that does not count")
    private int rounds = 3;

    record Result(
            int dimension,
            int documents,
            String network,
            int width,
            int height,
            int channels,
            int connections,
            List<String> jvm,
            ImagesRun.Outcome outcome) {}

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.err, false);
        ImagesRun.Load load = new ImagesRun.Load(connections, batches, rounds, Duration.ofSeconds(seconds));
        try (CorpusOptions.Place place = options.place();
                DemoFolder folder = DemoFolder.open(Optional.empty())) {
            LogFile.open(folder.log());
            try (CorpusIndex corpus = options.open(place, documents, console);
                    ServedIndex served = ServedIndex.start(folder, corpus, network, console)) {
                var input = served.model().description().input();
                Report.print(
                        "query images",
                        new Result(
                                options.dimension(),
                                documents,
                                network,
                                input.width(),
                                input.height(),
                                input.channels(),
                                connections,
                                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                                new ImagesRun(corpus, served, load, console).run(folder.path())));
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
