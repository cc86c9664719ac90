package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoMatchDriftTest {
    /** The chances are of SciPy 1.17.1's chi2_contingency without correction, whose statistic is the square of z. */
    @ParameterizedTest
    @CsvSource({
        "45, 300, 130, 500, 3.6435461533276303, 0.0002689074067631416",
        "90, 1000, 85, 1000, -0.39567129412446533, 0.6923475348570156",
        "5, 1000, 100, 200, 22.6156518891634, 3.0400715453395016e-113",
        "30, 100, 20, 100, -1.632993161855452, 0.10247043485974942"
    })
    void shouldTestTwoProportions(long refused, long asked, long liveRefused, long liveAsked, double z, double chance) {
        NoMatchDrift drift = NoMatchDrift.between(new Share(refused, asked), new Share(liveRefused, liveAsked))
                .orElseThrow();

        assertThat(drift.z()).isCloseTo(z, within(1e-12));
        assertThat(drift.pValue()).isCloseTo(chance, Percentage.withPercentage(1e-9));
    }

    @Test
    void shouldTellWhichWayTheRateWent() {
        assertThat(new NoMatchDrift(new Share(1, 10), new Share(4, 10)).difference())
                .isCloseTo(0.3, within(1e-15));
        assertThat(new NoMatchDrift(new Share(4, 10), new Share(1, 10)).difference())
                .isCloseTo(-0.3, within(1e-15));
    }

    @Test
    void shouldFindNothingWhereAllOrNoneAreRefused() {
        NoMatchDrift none = new NoMatchDrift(new Share(0, 10), new Share(0, 99));
        NoMatchDrift all = new NoMatchDrift(new Share(10, 10), new Share(99, 99));

        assertThat(none.z()).isZero();
        assertThat(none.pValue()).isEqualTo(1);
        assertThat(all.z()).isZero();
        assertThat(all.pValue()).isEqualTo(1);
    }

    @Test
    void shouldSayNothingWhereNobodyAsked() {
        assertThat(NoMatchDrift.between(new Share(0, 0), new Share(1, 2))).isEmpty();
        assertThat(NoMatchDrift.between(new Share(1, 2), new Share(0, 0))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new NoMatchDrift(new Share(1, 2), new Share(0, 0)));
    }

    /** SciPy 1.17.1: erfc(z / sqrt(2)). */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.001, 0.9992021155721779",
        "-1, 0.31731050786291415",
        "2, 0.04550026389635843",
        "2.5, 0.012419330651552277",
        "3.5, 0.00046525815807105003",
        "-5, 5.73303143758389e-07",
        "10, 1.5239706048321166e-23",
        "37, 1.1451142445050454e-299",
        "99, 0"
    })
    void shouldKnowTheTailsOfTheNormalDistribution(double z, double expected) {
        assertThat(NormalTails.beyond(z)).isCloseTo(expected, within(1e-11 * expected));
    }
}
