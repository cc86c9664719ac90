package dev.semblance.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPlanTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPlanTheSameForTheSameSeed() throws Exception {
        List<Role> roles = roles();

        assertThat(FaultPlan.of(3, 40, roles)).isEqualTo(FaultPlan.of(3, 40, roles));
        assertThat(FaultPlan.of(3, 40, roles)).isNotEqualTo(FaultPlan.of(4, 40, roles));
    }

    @Test
    void shouldGiveEachKindItsTurnBeforeOneComesAgain() throws Exception {
        List<Kind> kinds = FaultPlan.of(5, 13, roles()).faults().stream()
                .map(fault -> fault.role().kind())
                .toList();

        Kind[] all = {Kind.BROKER, Kind.JOB_MANAGER, Kind.TASK_MANAGER, Kind.CONTROLLER, Kind.QUERY_NODE};
        assertThat(kinds).hasSize(13);
        assertThat(kinds.subList(0, 5)).containsExactlyInAnyOrder(all);
        assertThat(kinds.subList(5, 10)).containsExactlyInAnyOrder(all);
        assertThat(kinds.subList(10, 13)).doesNotHaveDuplicates();
    }

    @Test
    void shouldKillEitherQueryNodeAndWaitForMostRecoveriesOnly() throws Exception {
        List<Fault> faults = FaultPlan.of(1, 200, roles()).faults();

        assertThat(faults).extracting(fault -> fault.role().name()).contains("query-1", "query-2");
        assertThat(faults)
                .extracting(Fault::recovery)
                .filteredOn(Fault.Recovery.NOT_AWAITED::equals)
                .hasSizeBetween(30, 70);
    }

    @Test
    void shouldFreezeSomeForLongerThanTheHeartbeatTimeOut() throws Exception {
        List<Fault> frozen = FaultPlan.of(1, 200, roles()).faults().stream()
                .filter(fault -> fault.manner() == Fault.Manner.FREEZE)
                .toList();

        assertThat(frozen)
                .hasSizeBetween(25, 60)
                .allSatisfy(fault -> assertThat(fault.down()).isGreaterThan(Duration.ofSeconds(4)));
        assertThat(frozen).extracting(fault -> fault.role().kind()).contains(Kind.TASK_MANAGER, Kind.BROKER);
    }

    private List<Role> roles() throws Exception {
        return Deployment.of(Deployment.Indexer.CLUSTER, folder, Duration.ofSeconds(1))
                .roles();
    }
}
