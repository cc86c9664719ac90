package dev.semblance.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    /** Ranks by hand: 50 % of 5 is 2.5, so the 3rd; 99 % is 4.95, so the 5th; 20 % is 1, so the 1st. */
    @Test
    void shouldTakeTheNearestRankAbove() {
        Percentiles percentiles = new Percentiles(millis(50, 15, 40, 20, 35));

        assertThat(percentiles.percentile(50)).isEqualTo(Duration.ofMillis(35));
        assertThat(percentiles.percentile(99)).isEqualTo(Duration.ofMillis(50));
        assertThat(percentiles.percentile(20)).isEqualTo(Duration.ofMillis(15));
        assertThat(percentiles.percentile(21)).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void shouldGiveTheValueOfTheRankWhereItIsWhole() {
        Percentiles hundred =
                new Percentiles(millis(LongStream.rangeClosed(1, 100).toArray()));

        assertThat(hundred.percentile(1)).isEqualTo(Duration.ofMillis(1));
        assertThat(hundred.percentile(50)).isEqualTo(Duration.ofMillis(50));
        assertThat(hundred.percentile(99)).isEqualTo(Duration.ofMillis(99));
        assertThat(hundred.percentile(100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldGiveAnOnlyValueForEveryPercentile() {
        Percentiles one = new Percentiles(millis(7));

        assertThat(one.percentile(1)).isEqualTo(one.percentile(99)).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void shouldRefuseNothingAndWhatIsNoPercentile() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Percentiles(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Percentiles(millis(7)).percentile(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Percentiles(millis(7)).percentile(101));
    }

    private static List<Duration> millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toList();
    }
}
