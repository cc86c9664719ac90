package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HysteresisTest {
    private static final Hysteresis LIMITS = new Hysteresis(0.5, 0.2, 3, 10);
    private static final Reading BEYOND = reading(0.6);
    private static final Reading BETWEEN = reading(0.3);
    private static final Reading WITHIN = reading(0.1);

    @Test
    void shouldRaiseAfterSoManyReadingsBeyond() {
        assertThat(raisedAfterEach(BEYOND, BEYOND, BEYOND, BEYOND)).containsExactly(false, false, true, true);
    }

    @Test
    void shouldCountOnlyReadingsInSuccession() {
        assertThat(raisedAfterEach(BEYOND, BEYOND, BETWEEN, BEYOND, BEYOND, WITHIN, BEYOND, BEYOND, BEYOND))
                .containsExactly(false, false, false, false, false, false, false, false, true);
    }

    @Test
    void shouldClearAfterSoManyReadingsWithin() {
        assertThat(raisedAfterEach(BEYOND, BEYOND, BEYOND, WITHIN, WITHIN, BETWEEN, WITHIN, WITHIN, WITHIN))
                .containsExactly(false, false, true, true, true, true, true, true, false);
    }

    @Test
    void shouldStartAnewOnceCleared() {
        assertThat(raisedAfterEach(BEYOND, BEYOND, BEYOND, WITHIN, WITHIN, WITHIN, BEYOND, BEYOND, BEYOND))
                .containsExactly(false, false, true, true, true, false, false, false, true);
    }

    @Test
    void shouldNeitherRaiseAtItsLimitNorStayRaisedAtTheLowerOne() {
        Hysteresis atOnce = new Hysteresis(0.5, 0.25, 1, 10);

        AlertState atTheLimit = atOnce.next(AlertState.QUIET, Optional.of(reading(0.5)));
        AlertState raised = atOnce.next(atTheLimit, Optional.of(reading(0.51)));

        assertThat(atTheLimit.raised()).isFalse();
        assertThat(raised.raised()).isTrue();
        assertThat(atOnce.next(raised, Optional.of(reading(0.25))).raised()).isFalse();
        assertThat(atOnce.next(raised, Optional.of(reading(0.26))).raised()).isTrue();
    }

    @Test
    void shouldLeaveAnAlertAsItIsWhileThereIsTooLittleToSee() {
        Hysteresis atOnce = new Hysteresis(0.5, 0.2, 1, 10);
        AlertState raised = new AlertState(true, 0, Optional.empty());
        Reading few = new Reading(0.1, 9, true, Optional.empty());
        Reading fewBeyond = new Reading(0.6, 9, true, Optional.empty());

        assertThat(atOnce.next(raised, Optional.of(few))).isEqualTo(raised);
        assertThat(atOnce.next(raised, Optional.empty())).isEqualTo(raised);
        assertThat(atOnce.next(AlertState.QUIET, Optional.of(fewBeyond))).isEqualTo(AlertState.QUIET);
        assertThat(atOnce.next(AlertState.QUIET, Optional.empty())).isEqualTo(AlertState.QUIET);
    }

    @Test
    void shouldLetTooFewSamplesEndASuccession() {
        Reading few = new Reading(0.6, 9, true, Optional.empty());

        assertThat(raisedAfterEach(BEYOND, BEYOND, few, BEYOND, BEYOND)).doesNotContain(true);
    }

    @Test
    void shouldTakeWhatChanceExplainsForWithin() {
        Reading byChance = new Reading(0.9, 10, false, Optional.empty());

        assertThat(raisedAfterEach(byChance, byChance, byChance)).doesNotContain(true);
        assertThat(raisedAfterEach(BEYOND, BEYOND, BEYOND, byChance, byChance, byChance))
                .containsExactly(false, false, true, true, true, false);
    }

    @Test
    void shouldNameTheClassThatWasLastBeyondUntilItIsCleared() {
        Hysteresis twice = new Hysteresis(0.5, 0.2, 2, 1);

        AlertState first = twice.next(AlertState.QUIET, about("cat", 0.6));
        AlertState raised = twice.next(first, about("dog", 0.7));
        AlertState between = twice.next(raised, about("fox", 0.3));
        AlertState clearing = twice.next(between, about("hen", 0.1));
        AlertState beyondAgain = twice.next(clearing, about("cow", 0.9));
        AlertState cleared = twice.next(clearing, about("hen", 0.1));

        assertThat(first).isEqualTo(new AlertState(false, 1, Optional.of("cat")));
        assertThat(raised).isEqualTo(new AlertState(true, 0, Optional.of("dog")));
        assertThat(between).isEqualTo(new AlertState(true, 0, Optional.of("dog")));
        assertThat(clearing).isEqualTo(new AlertState(true, 1, Optional.of("dog")));
        assertThat(beyondAgain).isEqualTo(new AlertState(true, 0, Optional.of("cow")));
        assertThat(cleared).isEqualTo(AlertState.QUIET);
    }

    @Test
    void shouldRefuseLimitsThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Hysteresis(0.5, 0.5, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hysteresis(0.5, Double.NaN, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hysteresis(Double.NaN, 0.1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hysteresis(0.5, 0.1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hysteresis(0.5, 0.1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AlertState(true, -1, Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> reading(Double.NaN));
    }

    private static List<Boolean> raisedAfterEach(Reading... readings) {
        List<Boolean> raised = new ArrayList<>();
        AlertState state = AlertState.QUIET;
        for (Reading reading : readings) {
            state = LIMITS.next(state, Optional.of(reading));
            raised.add(state.raised());
        }
        return raised;
    }

    private static Reading reading(double value) {
        return new Reading(value, 10, true, Optional.empty());
    }

    private static Optional<Reading> about(String label, double value) {
        return Optional.of(new Reading(value, 10, true, Optional.of(label)));
    }
}
