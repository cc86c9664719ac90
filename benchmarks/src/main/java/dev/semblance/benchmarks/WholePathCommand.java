package dev.semblance.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.DemoFolder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of the whole-path benchmark. Progress goes to standard error, one line of JSON to standard output. */
@Command(
        name = "whole-path",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Kafka to searchable, against the embedder alone, and the latency of an image.")
final class WholePathCommand implements Callable<Integer> {
    @Option(names = "--images", paramLabel = "N", description = "images of a round that the clock counts, at most")
    private int images = 20_000;

    @Option(names = "--warm-up", paramLabel = "N", description = "images before them that the clock leaves out")
    private int warmUp = 5_000;

    @Option(
            names = "--cold-rounds",
            paramLabel = "N",
            description = "rounds that go before, while the JVM still compiles")
    private int coldRounds = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds of throughput, the embedder alone around each")
    private int rounds = 2;

    @Option(
            names = "--load",
            split = ",",
            paramLabel = "PERCENT",
            description = "of the throughput that was found, at which latency is measured")
    private List<Integer> load = List.of(10, 50, 90);

    @Option(names = "--lookups", paramLabel = "N", description = "look-ups a second meanwhile")
    private int lookups = 20;

    @Option(names = "--seconds", paramLabel = "N", description = "how long latency is measured at each load")
    private int seconds = 15;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            description = "such as 500ms; index.checkpoint-interval")
    private String checkpointInterval = "1s";

    @Option(names = "--batch-size", paramLabel = "N", description = "images embedded at once; index.batch-size")
    private int batchSize = 64;

    @Option(
            names = "--train-seconds",
            paramLabel = "N",
            description = "how long to train; quality does not matter here")
    private int trainSeconds = 5;

    @Override
    public Integer call() throws Exception {
        Workload.Sizes sizes = new Workload.Sizes(images, warmUp, coldRounds, rounds, load, lookups, seconds);
        Console console = new Console(System.err, false);
        Report report;
        try (ShutdownSignal signal = ShutdownSignal.listen();
                DemoFolder folder = DemoFolder.open(Optional.empty())) {
            LogFile.open(folder.log());
            report = new WholePath(settings(folder), sizes, console, signal).run();
        }
        System.out.println(JsonMapper.builder().build().writeValueAsString(report));
        return CommandLine.ExitCode.OK;
    }

    private Settings settings(DemoFolder folder) {
        Map<String, String> flags = new HashMap<>();
        flags.put("index.checkpoint-interval", checkpointInterval);
        flags.put("index.batch-size", Integer.toString(batchSize));
        flags.put("train.seconds", Integer.toString(trainSeconds));
        flags.put("index.ui-port", "0");
        flags.put("serve.port", "0");
        return folder.apply(Settings.load(Optional.empty(), System.getenv(), flags));
    }
}
