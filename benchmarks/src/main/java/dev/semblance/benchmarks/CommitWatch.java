package dev.semblance.benchmarks;

import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.service.QueryClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Asks the query service again and again where it stands, as a client would. */
final class CommitWatch {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final QueryClient client;
    private final ShutdownSignal signal;

    CommitWatch(QueryClient client, ShutdownSignal signal) {
        this.client = client;
        this.signal = signal;
    }

    /**
     * Watches until a commit fulfils a condition.
     *
     * @param enough asked after each answer, whether or not its commit is a new one
     * @param pause between two questions
     * @return each commit that was seen, once
     */
    List<Sighting> until(Predicate<Sighting> enough, Duration pause) throws IOException, InterruptedException {
        List<Sighting> seen = new ArrayList<>();
        long lastNews = System.nanoTime();
        while (true) {
            QueryClient.Status status = client.status();
            long now = System.nanoTime();
            if (status.live().isPresent()) {
                Sighting sighting = Sighting.of(now, status.live().get());
                if (seen.isEmpty() || !seen.getLast().nextOffsets().equals(sighting.nextOffsets())) {
                    seen.add(sighting);
                    lastNews = now;
                }
                if (enough.test(sighting)) {
                    return seen;
                }
            }
            if (now - lastNews > PATIENCE.toNanos()) {
                throw new IllegalStateException("the index has not changed for " + PATIENCE.toSeconds() + " s");
            }
            signal.await(pause);
            signal.throwIfCome();
        }
    }
}
