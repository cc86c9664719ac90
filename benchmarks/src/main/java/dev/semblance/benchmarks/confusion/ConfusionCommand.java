package dev.semblance.benchmarks.confusion;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.benchmarks.confusion.Cost.Latency;
import dev.semblance.benchmarks.confusion.Cost.Load;
import dev.semblance.benchmarks.confusion.Cost.Round;
import dev.semblance.benchmarks.training.Scratch;
import dev.semblance.core.OperatorException;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of the benchmark of the confusion counts. */
@Command(
        name = "confusion",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "The rolling confusion counts: matches/s, state, and the time until a label is counted.")
public final class ConfusionCommand implements Callable<Integer> {
    private static final int WHOLE = 100;

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(names = "--classes", split = ",", paramLabel = "N", description = "classes, a round each")
    private List<Integer> classes = List.of(10, 100, 1_000);

    @Option(
            names = "--mistakes",
            split = ",",
            paramLabel = "PERCENT",
            description = "queries that are taken for another class, a round each; 100 takes each for any class")
    private List<Integer> mistakes = List.of(10, 100);

    @Option(names = "--rounds", paramLabel = "N", description = "how often each is measured")
    private int rounds = 1;

    @Option(names = "--latency-rate", paramLabel = "N", description = "matches/s while latency is measured")
    private int rate = 50;

    @Option(names = "--latency-seconds", paramLabel = "N", description = "how long; 0 leaves it out")
    private int seconds = 30;

    /**
     * What is printed as JSON.
     *
     * @param latency empty where it was left out
     */
    record Report(String benchmark, String java, int cores, Load load, List<Round> rounds, List<Latency> latency) {}

    @Override
    public Integer call() throws Exception {
        if (mistakes.stream().anyMatch(percent -> percent < 0 || percent > WHOLE)) {
            throw new OperatorException("--mistakes is 0 to 100, not " + mistakes);
        }
        Console console = new Console(System.err, false);
        Report report = new Report(
                "confusion",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                load.load(),
                new ArrayList<>(),
                new ArrayList<>());
        round(new Traffic(classes.getFirst(), mistakes.getFirst()), console); // while code is compiled: not counted
        for (int i = 0; i < rounds; i++) {
            for (int count : classes) {
                for (int percent : mistakes) {
                    report.rounds().add(round(new Traffic(count, percent), console));
                }
            }
        }
        if (seconds > 0) {
            report.latency().addAll(latency(console));
        }
        System.out.println(JsonMapper.builder().build().writeValueAsString(report));
        return CommandLine.ExitCode.OK;
    }

    private Round round(Traffic traffic, Console console) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            LogFile.open(scratch.path().resolve("log"));
            Round round = new CountingRound(load.load(), traffic, scratch.path()).run();
            console.line(
                    "%d classes, %d %% mistakes: %.0f matches/s, %.0f µs of CPU each; copied %.0f, read %.0f",
                    round.classes(),
                    round.mistakes(),
                    round.counted().perSecond(),
                    round.counted().cpuMicros(),
                    round.copied().perSecond(),
                    round.read().perSecond());
            return round;
        }
    }

    private List<Latency> latency(Console console) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            LogFile.open(scratch.path().resolve("log"));
            List<Latency> latency = new CountingLatency(load.load(), rate, seconds, scratch.path()).run();
            latency.forEach(of -> console.line(
                    "%s to served: %.0f ms (p50), %.0f ms (p99), %.0f ms at most",
                    of.of(), of.p50(), of.p99(), of.largest()));
            return latency;
        }
    }
}
