package dev.semblance.query;

import dev.semblance.messaging.Topics;
import dev.semblance.schema.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks now and then how far the image topic goes, and tells the metrics. The end of a partition counts the markers that
 * transactional producers leave; where the last record lies costs reading some, so that is asked once the topic is
 * quiet.
 */
final class IndexLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexLag.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Topics topics;
    private final ServiceMetrics metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("index-lag").factory());

    // What follows is touched by that thread alone.
    private Map<Integer, Long> written = Map.of();
    private boolean exact;

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
            Map<Integer, Long> now = topics.writtenEnds(Topic.IMAGES);
            boolean quiet = now.equals(written);
            if (quiet && exact) {
                return;
            }
            metrics.topicEnds(quiet ? topics.nextRecordOffsets(Topic.IMAGES) : now);
            written = now;
            exact = quiet;
        } catch (RuntimeException e) {
            LOG.debug("the lag of the index is not known", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        topics.close();
    }
}
