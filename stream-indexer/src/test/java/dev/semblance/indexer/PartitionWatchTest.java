package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.model.ModelVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionWatchTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "1");
    private static final List<RunningJob> JOB_OF_TWO_SHARDS = List.of(new RunningJob(VERSION, 2));

    private long nanos = Long.MAX_VALUE - 1; // nanoTime may overflow
    private int partitions = 2;
    private int questions;
    private final PartitionWatch watch = new PartitionWatch(
            () -> {
                questions++;
                return partitions;
            },
            () -> nanos);

    @Test
    void shouldFindNothingWrongWhileTheTopicStaysAsItIs() {
        assertThat(watch.fault(JOB_OF_TWO_SHARDS)).isEmpty();
    }

    @Test
    void shouldNoticeWithinAFewSecondsThatTheTopicHasGrown() {
        assertThat(watch.fault(JOB_OF_TWO_SHARDS)).isEmpty();
        partitions = 3;
        nanos += Duration.ofSeconds(5).toNanos();

        assertThat(watch.fault(JOB_OF_TWO_SHARDS))
                .hasValueSatisfying(fault ->
                        assertThat(fault).contains("fashion/1", "2 shards", "3 partitions", "publish a new version"));
    }

    @Test
    void shouldNotAskKafkaAllTheTime() {
        watch.fault(JOB_OF_TWO_SHARDS);
        nanos += Duration.ofSeconds(5).toNanos() - 1;
        watch.fault(JOB_OF_TWO_SHARDS);

        assertThat(questions).isEqualTo(1);
    }

    @Test
    void shouldFindNothingWrongWithAVersionThatWasStartedSince() {
        partitions = 3;

        assertThat(watch.fault(List.of(new RunningJob(VERSION, 3)))).isEmpty();
    }
}
