package dev.semblance.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./semblance bench faults}. */
class FaultBenchTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_101);
    private static final int KILLS = 3;
    private static final int RATE = 50;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    @Test
    void shouldNeitherLoseNorRepeatNorTakeBackAnythingWhenProcessesAreKilled(@TempDir Path folder) throws Exception {
        System.setProperty("semblance.home", "..");
        Deployment.Indexer indexer = Deployment.Indexer.CLUSTER;
        FaultsReport.Parameters parameters = new FaultsReport.Parameters(
                SEED,
                KILLS,
                RATE,
                CHECKPOINT_INTERVAL.toMillis(),
                indexer,
                Runtime.getRuntime().availableProcessors());
        FaultsReport report;
        try (ShutdownSignal signal = ShutdownSignal.listen()) {
            report = new FaultBench(
                            Deployment.of(indexer, folder, CHECKPOINT_INTERVAL),
                            parameters,
                            new Console(System.err, false),
                            signal)
                    .run();
        }

        assertThat(report.violations()).as("%s", report).isEqualTo(FaultsReport.Violations.NONE);
        assertThat(report.events().givenUp()).as("%s", report).isZero();
        assertThat(report.faults().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(KILLS);
        assertThat(report.events().sent()).as("every kind of event").hasSize(Event.Kind.values().length);
    }
}
