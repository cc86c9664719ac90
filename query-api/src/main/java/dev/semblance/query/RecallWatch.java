package dev.semblance.query;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the recall of the approximate search now and then, so that its metric follows the index and the queries. */
final class RecallWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecallWatch.class);

    private final Runnable measurement;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recall-watch").factory());

    /**
     * Begins.
     *
     * @param every time between two measurements; zero for none
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong is logged
    RecallWatch(Duration every, Runnable measurement) {
        this.measurement = measurement;
        if (every.isPositive()) {
            clock.scheduleWithFixedDelay(this::measure, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void measure() {
        try {
            measurement.run();
        } catch (RuntimeException e) {
            if (clock.isShutdown()) {
                return; // it was broken off
            }
            LOG.warn("the recall of the approximate search was not measured: {}", e.toString());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
