package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.Training;
import dev.semblance.standalone.TrainingData;
import dev.semblance.standalone.config.Settings;
import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.verify.IndexVerifier;
import dev.semblance.standalone.verify.Verification;
import dev.semblance.trainer.data.Splits;
import dev.semblance.trainer.training.TrainingSets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A run:
 *
 * <ol>
 *   <li>start the broker, train for a moment and publish; start everything else, and the load;
 *   <li>kill and restart, as the plan says;
 *   <li>stop the load, wait until the index has caught up, and verify.
 * </ol>
 */
final class FaultBench {
    private static final Duration CATCH_UP = Duration.ofMinutes(3);
    private static final int EXAMPLES = 20;

    private final Deployment deployment;
    private final FaultsReport.Parameters parameters;
    private final Console console;
    private final ShutdownSignal signal;

    FaultBench(Deployment deployment, FaultsReport.Parameters parameters, Console console, ShutdownSignal signal) {
        this.deployment = deployment;
        this.parameters = parameters;
        this.console = console;
        this.signal = signal;
    }

    FaultsReport run() throws IOException, InterruptedException {
        Settings settings = settings();
        Splits splits = TrainingData.split(settings.train().data(), console);
        try (Processes processes = new Processes(deployment.folder().resolve("logs"))) {
            console.line("starting %d processes, logs in %s", deployment.roles().size(), deployment.folder());
            processes.start(deployment.roles().getFirst());
            awaitReady(processes);
            new Training(settings, console, signal::throwIfCome).run(() -> TrainingSets.of(splits));
            for (Role role : deployment.roles().subList(1, deployment.roles().size())) {
                processes.start(role);
            }
            awaitReady(processes);
            byte[] image = splits.test().images().getFirst().encoded();
            return underLoad(settings, new EventMix(parameters.seed(), splits.stream()), processes, image);
        }
    }

    private FaultsReport underLoad(Settings settings, EventMix events, Processes processes, byte[] image)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Load load = Load.start(events, parameters.rate(), deployment.bootstrap());
                NodeWatches nodes = NodeWatches.start(deployment.nodes(), image)) {
            FaultRun faults = new FaultRun(processes, load, nodes, console, signal);
            faults.awaitRecovery();
            console.line("all is up; %d faults to come", parameters.kills());
            faults.run(FaultPlan.of(parameters.seed(), parameters.kills(), deployment.roles()));
            load.stop();
            FaultsReport.Unavailability unavailability = nodes.unavailability();
            console.line("verifying");
            Verification verification =
                    new IndexVerifier(settings, new IndexVerifier.Request(Optional.empty(), CATCH_UP, EXAMPLES)).run();
            TopicCheck topic =
                    TopicCheck.of(deployment.bootstrap(), verification.shards().size(), load.acknowledged());
            return new FaultsReport(
                    "faults",
                    parameters,
                    (System.nanoTime() - start) / 1e9,
                    FaultsReport.Events.of(load),
                    faults.injected(),
                    faults.manners(),
                    processes.endedByThemselves(),
                    FaultsReport.Violations.of(topic, verification, nodes.wentBack()),
                    unavailability,
                    FaultsReport.recoveries(faults.recoveries()),
                    verification);
        }
    }

    private void awaitReady(Processes processes) throws IOException, InterruptedException {
        while (!processes.areReady()) {
            processes.mind();
            signal.await(Duration.ofMillis(100));
            signal.throwIfCome();
        }
    }

    private Settings settings() {
        return Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap",
                        deployment.bootstrap(),
                        "store.models",
                        deployment.folder().resolve("models").toString(),
                        "store.index",
                        deployment.folder().resolve("index").toString(),
                        "train.runs",
                        deployment.folder().resolve("runs").toString(),
                        "train.seconds",
                        "1",
                        "train.max-images",
                        "1000"));
    }
}
