package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.model.ModelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningJobTest {
    private static final ModelVersion VERSION = new ModelVersion("fashion", "20260101T000000Z-1a2b");

    @Test
    void shouldNameTheJobForPeople() {
        assertThat(new RunningJob(VERSION, 1).jobName()).isEqualTo("index fashion/20260101T000000Z-1a2b in 1 shard");
        assertThat(new RunningJob(VERSION, 12).jobName()).isEqualTo("index fashion/20260101T000000Z-1a2b in 12 shards");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void shouldBeKnownByItsName(int shards) {
        RunningJob job = new RunningJob(VERSION, shards);

        assertThat(RunningJob.ofName(job.jobName())).contains(job);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "index", "index fashion in 2 shards", "word count", "index a/b/c in 1 shard", "index a/b"})
    void shouldLeaveJobsOfOthersAlone(String name) {
        assertThat(RunningJob.ofName(name)).isEmpty();
    }
}
