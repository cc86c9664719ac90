package dev.semblance.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.image.InputSpec;
import dev.semblance.core.model.Lineage;
import dev.semblance.core.model.ModelDescription;
import dev.semblance.core.model.ModelVersion;
import dev.semblance.core.model.NetworkArchitecture;
import dev.semblance.core.model.NetworkSpec;
import dev.semblance.core.model.PublishedModel;
import dev.semblance.core.store.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Seconds are counted by hand; the cluster does as it is told, and fails as it is told. */
class JobKeeperTest {
    private static final ModelVersion ONE = new ModelVersion("fashion", "1");
    private static final ModelVersion TWO = new ModelVersion("fashion", "2");
    private static final ModelVersion OTHERS = new ModelVersion("shoes", "1");

    private final FailingCluster cluster = new FailingCluster();
    private long second;
    private final JobKeeper keeper = new JobKeeper(
            cluster, () -> Long.MAX_VALUE + Duration.ofSeconds(second).toNanos());

    @Test
    void shouldStartWhatIsWantedOnce() {
        keepFor(10, ONE, TWO);

        assertThat(cluster.starts).containsExactly("fashion/1@0", "fashion/2@0");
    }

    @Test
    void shouldAdoptAJobThatAnEarlierControllerStarted() {
        cluster.running.add(ONE);
        keepFor(10, ONE);

        assertThat(cluster.starts).isEmpty();
    }

    @Test
    void shouldStopWhatIsNoLongerWantedAndLeaveJobsOfOthersAlone() {
        cluster.running.addAll(Set.of(ONE, TWO, OTHERS));
        keepFor(1, TWO);

        assertThat(cluster.running).containsExactlyInAnyOrder(TWO, OTHERS);
    }

    @Test
    void shouldStartAgainAtOnceWhatWasUpForLong() {
        keepFor(100, ONE);
        cluster.running.clear();
        keepFor(1, ONE);

        assertThat(cluster.starts).containsExactly("fashion/1@0", "fashion/1@100");
    }

    @Test
    void shouldPauseForLongerAndLongerWhileAJobDoesNotStayUp() {
        cluster.loseEachJob = true;
        keepFor(130, ONE);

        assertThat(cluster.starts)
                .as("pauses of 1, 2, 4, 8, 16 and then 30 seconds")
                .containsExactly(
                        "fashion/1@0",
                        "fashion/1@1",
                        "fashion/1@3",
                        "fashion/1@7",
                        "fashion/1@15",
                        "fashion/1@31",
                        "fashion/1@61",
                        "fashion/1@91",
                        "fashion/1@121");
    }

    @Test
    void shouldWaitForAClusterThatIsAway() {
        keepFor(100, ONE);
        cluster.fault = new ClusterAwayException("gone", new IOException());
        keepFor(50, ONE);
        cluster.fault = null;
        cluster.running.clear();
        keepFor(3, ONE);

        assertThat(cluster.starts)
                .as("a JobManager that has forgotten the job is given it anew")
                .containsExactly("fashion/1@0", "fashion/1@150");
    }

    @Test
    void shouldGoOnWithTheOthersWhereOneIsRefused() {
        cluster.refused.add(ONE);
        keepFor(2, ONE, TWO);

        assertThat(cluster.running).containsExactly(TWO);
        assertThat(keeper.fault()).contains("refused fashion/1");

        cluster.refused.clear();
        keepFor(5, ONE, TWO);
        assertThat(cluster.running).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(keeper.fault()).isEmpty();
    }

    /** Looks five times a second, as the controller does. */
    private void keepFor(int seconds, ModelVersion... wanted) {
        List<JobKeeper.Wanted> all = List.of(wanted).stream()
                .map(version -> new JobKeeper.Wanted(model(version), 0))
                .toList();
        for (long end = second + seconds; second < end; second++) {
            for (int i = 0; i < 5; i++) {
                keeper.keep(all, Set.of(ONE, TWO));
            }
        }
    }

    private static PublishedModel model(ModelVersion version) {
        ModelDescription description = new ModelDescription(
                version,
                NetworkSpec.of(NetworkArchitecture.SMALL_CONVNET, 8),
                new InputSpec(28, 28, 1, 0.5f, 0.25f),
                Distance.COSINE,
                List.of("boot"),
                Map.of(),
                new Lineage("test", "none", "test", 1, Map.of()));
        return new PublishedModel(description, "manifest", Sha256.of(new byte[0]), Instant.EPOCH);
    }

    private final class FailingCluster implements IndexJobs {
        private final List<String> starts = new ArrayList<>();
        private final Set<ModelVersion> running = new HashSet<>();
        private final Set<ModelVersion> refused = new HashSet<>();
        private boolean loseEachJob;
        private @Nullable ClusterAwayException fault;

        @Override
        public void start(PublishedModel model, long lastGeneration) {
            failIfAway();
            if (refused.contains(model.version())) {
                throw new OperatorException("refused " + model.version());
            }
            starts.add(model.version() + "@" + second);
            if (!loseEachJob) {
                running.add(model.version());
            }
        }

        @Override
        public void stop(ModelVersion version) {
            failIfAway();
            running.remove(version);
        }

        @Override
        public Set<RunningJob> running() {
            failIfAway();
            return running.stream().map(version -> new RunningJob(version, 1)).collect(Collectors.toSet());
        }

        private void failIfAway() {
            if (fault != null) {
                throw fault;
            }
        }
    }
}
