package dev.semblance.benchmarks;

import dev.semblance.standalone.console.Console;
import dev.semblance.standalone.service.QueryClient;
import dev.semblance.trainer.data.LabelledImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long images take until they can be found, and look-ups meanwhile, at one load after the other. */
final class LatencyRun {
    private static final int WARM_UP_SECONDS = 3;

    private final SteadyStream stream;
    private final QueryClient client;
    private final List<LabelledImage> questions;
    private final Workload.Sizes sizes;
    private final Console console;

    LatencyRun(
            SteadyStream stream,
            QueryClient client,
            List<LabelledImage> questions,
            Workload.Sizes sizes,
            Console console) {
        this.stream = stream;
        this.client = client;
        this.questions = questions;
        this.sizes = sizes;
        this.console = console;
    }

    /** Look-ups while no image comes. */
    Report.Millis quiet() throws InterruptedException {
        LookupLoad warmUp = LookupLoad.start(client, questions, sizes.lookups());
        Thread.sleep(Duration.ofSeconds(WARM_UP_SECONDS));
        warmUp.end();
        LookupLoad lookups = LookupLoad.start(client, questions, sizes.lookups());
        Thread.sleep(Duration.ofSeconds(sizes.seconds()));
        Report.Millis quiet = Report.Millis.of(lookups.end());
        console.line("look-ups while no image comes: %.1f ms (p50), %.1f ms (p99)", quiet.p50(), quiet.p99());
        return quiet;
    }

    /**
     * One load after the other.
     *
     * @param capacity images a second that the shares are of
     */
    List<Report.Latency> atShares(double capacity) throws IOException, InterruptedException {
        List<Report.Latency> found = new ArrayList<>();
        for (int percent : sizes.load()) {
            int rate = Math.max(1, (int) (capacity * percent / 100));
            stream.run(rate, WARM_UP_SECONDS);
            console.line("streaming %d images/s for %d s", rate, sizes.seconds());
            LookupLoad lookups = LookupLoad.start(client, questions, sizes.lookups());
            Report.Millis searchable = Report.Millis.of(stream.run(rate, sizes.seconds()));
            Report.Latency latency = new Report.Latency(percent, rate, searchable, Report.Millis.of(lookups.end()));
            console.line(
                    "event to searchable: %.0f ms (p50), %.0f ms (p99); look-ups: %.1f ms (p50), %.1f ms (p99)",
                    searchable.p50(),
                    searchable.p99(),
                    latency.lookup().p50(),
                    latency.lookup().p99());
            found.add(latency);
        }
        return found;
    }
}
