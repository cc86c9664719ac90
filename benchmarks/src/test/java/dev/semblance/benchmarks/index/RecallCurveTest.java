package dev.semblance.benchmarks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecallCurveTest {
    private static final RecallCurve CURVE =
            new RecallCurve(List.of(point(100, 0.98, 300), point(10, 0.80, 100), point(50, 0.90, 200)));

    /** By hand: 0.88 is four fifths of the way from 0.80 to 0.90. */
    @Test
    void shouldInterpolateBetweenTheEffortsAroundARecall() {
        assertThat(CURVE.microsAt(0.88)).isCloseTo(180, within(1e-9));
        assertThat(CURVE.microsAt(0.90)).isCloseTo(200, within(1e-9));
    }

    @Test
    void shouldCountTheLeastEffortWhereThatFindsMore() {
        assertThat(CURVE.microsAt(0.5)).isEqualTo(100);
    }

    @Test
    void shouldHaveNoCostForWhatWasNeverFound() {
        assertThat(CURVE.microsAt(0.99)).isNaN();
    }

    @Test
    void shouldRefuseToBeEmpty() {
        assertThatThrownBy(() -> new RecallCurve(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static RecallCurve.Point point(int effort, double recall, double micros) {
        return new RecallCurve.Point(effort, recall, micros, micros, micros);
    }
}
