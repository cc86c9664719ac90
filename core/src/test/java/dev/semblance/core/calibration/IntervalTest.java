package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /** The values are their own ranks, so that the ends are the ranks ceil(share * values), in exact arithmetic. */
    @ParameterizedTest
    @CsvSource({
        "200, 0.95, 5, 195",
        "200, 0.9, 10, 190",
        "200, 0.99, 1, 199",
        "40, 0.95, 1, 39",
        "10, 0.8, 1, 9",
        "10, 0.5, 3, 8",
        "1000, 0.95, 25, 975",
        "1000, 0.8, 100, 900",
    })
    void shouldReachFromOneNearestRankToTheOther(int values, double confidence, double low, double high) {
        double[] shuffled =
                IntStream.range(0, values).mapToDouble(i -> 1 + i * 7 % values).toArray();

        assertThat(Interval.middle(shuffled, confidence)).isEqualTo(new Interval(low, high));
    }

    @Test
    void shouldBeAPointWhereOneValueWasObserved() {
        assertThat(Interval.middle(new double[] {0.25}, 0.95)).isEqualTo(new Interval(0.25, 0.25));
    }

    @Test
    void shouldCoverBothOfTwoValues() {
        assertThat(Interval.middle(new double[] {0.5, 0.25}, 0.01)).isEqualTo(new Interval(0.25, 0.5));
    }

    @Test
    void shouldLeaveTheValuesInTheirOrder() {
        double[] values = {3, 1, 2};

        Interval.middle(values, 0.9);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void shouldRefuseToReachBackwardsOrToNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(0.2, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(0.2, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 0.2));
    }
}
