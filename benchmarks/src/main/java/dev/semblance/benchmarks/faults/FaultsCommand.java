package dev.semblance.benchmarks.faults;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.OperatorException;
import dev.semblance.standalone.LogFile;
import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.demo.DemoFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of the fault runs. Progress goes to standard error, one line of JSON to standard output. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Real processes under load, killed at random; exits 1 if anything was lost, repeated or taken back.")
public final class FaultsCommand implements Callable<Integer> {
    @Option(names = "--kills", paramLabel = "N", description = "processes to kill, one after the other")
    private int kills = 50;

    @Option(names = "--seed", paramLabel = "N", description = "of events and kills")
    private long seed = 1;

    @Option(names = "--rate", paramLabel = "N", description = "events a second")
    private int rate = 100;

    @Option(names = "--checkpoint-interval", paramLabel = "MS", description = "milliseconds between commits")
    private long checkpointIntervalMillis = 1_000;

    @Option(names = "--indexer", paramLabel = "HOW", description = "${COMPLETION-CANDIDATES}")
    private Deployment.Indexer indexer = Deployment.Indexer.CLUSTER;

    @Option(names = "--folder", paramLabel = "DIR", description = "an empty folder to keep everything in")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        if (kills < 0 || rate < 1 || checkpointIntervalMillis < 10) {
            throw new OperatorException("--kills is 0 or more, --rate 1 or more, --checkpoint-interval 10 or more");
        }
        FaultsReport report;
        try (ShutdownSignal signal = ShutdownSignal.listen();
                DemoFolder kept = DemoFolder.open(Optional.ofNullable(folder))) {
            LogFile.open(kept.log());
            Deployment deployment = Deployment.of(indexer, kept.path(), Duration.ofMillis(checkpointIntervalMillis));
            FaultsReport.Parameters parameters = new FaultsReport.Parameters(
                    seed,
                    kills,
                    rate,
                    checkpointIntervalMillis,
                    indexer,
                    Runtime.getRuntime().availableProcessors());
            report = new FaultBench(deployment, parameters, new Console(System.err, false), signal).run();
        }
        System.out.println(JsonMapper.builder().build().writeValueAsString(report));
        return report.violations().equals(FaultsReport.Violations.NONE)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}
