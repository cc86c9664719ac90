package dev.semblance.query;

import dev.semblance.core.index.IndexCommit;
import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks now and then how far the image topic goes, and tells the metrics how much of it the served commit lacks. */
final class IndexLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexLag.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Topics topics;
    private final ServiceMetrics metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("index-lag").factory());

    private IndexLag(Topics topics, ServiceMetrics metrics) {
        this.topics = topics;
        this.metrics = metrics;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it never ends, and ask() lets no fault out
    static IndexLag watch(String bootstrap, ServiceMetrics metrics) {
        IndexLag lag = new IndexLag(new Topics(bootstrap), metrics);
        lag.thread.scheduleWithFixedDelay(lag::ask, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return lag;
    }

    private void ask() {
        try {
            metrics.servedCommit().ifPresent(commit -> metrics.lag(commit, behind(commit)));
        } catch (RuntimeException e) {
            LOG.debug("the lag of the index is not known", e);
        }
    }

    /** Markers that transactional producers leave behind the last record are not counted. */
    private long behind(IndexCommit commit) {
        Map<Integer, Long> next = topics.nextRecordOffsets(Topic.IMAGES);
        return next.entrySet().stream()
                .mapToLong(one -> Math.max(0, one.getValue() - commit.nextOffset(one.getKey())))
                .sum();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        topics.close();
    }
}
