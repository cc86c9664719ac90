package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers are of SciPy 1.17.1: ks_2samp, scipy.special.kolmogorov and kolmogi. */
class DistanceDriftTest {
    /** Distances, and how many of the 100 and of the 150 lie there. */
    private static final DistanceHistogram CALIBRATED = histogram(30, 40, 20, 10, 0);

    private static final DistanceHistogram LIVE = histogram(10, 20, 50, 60, 10);

    @Test
    void shouldFindTheLargestDifferenceOfTheShares() {
        DistanceDrift drift = DistanceDrift.between(CALIBRATED, LIVE).orElseThrow();

        assertThat(drift.calibrated()).isEqualTo(100);
        assertThat(drift.live()).isEqualTo(150);
        assertThat(drift.statistic()).isCloseTo(0.5, within(1e-15));
        assertThat(drift.pValue()).isCloseTo(1.8715245937680415e-13, Percentage.withPercentage(1e-9));
    }

    @Test
    void shouldBeTheSameEitherWay() {
        assertThat(DistanceDrift.between(LIVE, CALIBRATED).orElseThrow().statistic())
                .isEqualTo(DistanceDrift.between(CALIBRATED, LIVE).orElseThrow().statistic());
    }

    @Test
    void shouldNotTellASampleFromOneThatIsTwiceAsLarge() {
        DistanceDrift drift =
                DistanceDrift.between(CALIBRATED, CALIBRATED.plus(CALIBRATED)).orElseThrow();

        assertThat(drift.statistic()).isZero();
        assertThat(drift.pValue()).isEqualTo(1);
    }

    @Test
    void shouldSayNothingWithoutDistances() {
        assertThat(DistanceDrift.between(DistanceHistogram.EMPTY, LIVE)).isEmpty();
        assertThat(DistanceDrift.between(CALIBRATED, DistanceHistogram.EMPTY)).isEmpty();
    }

    /** With 2 samples of 20,000, the root of the effective size is 100. */
    @ParameterizedTest
    @CsvSource({
        "0.0019, 1",
        "0.0020, 0.999999999999495",
        "0.0050, 0.9639452436648751",
        "0.0080, 0.5441424115741981",
        "0.0100, 0.26999967167735456",
        "0.0136, 0.049485876755377876",
        "0.0200, 0.0006709252557796953",
        "0.0300, 3.045995948942526e-08",
        "1.0000, 0"
    })
    void shouldGiveTheChanceOfAStatistic(double statistic, double expected) {
        double chance = new DistanceDrift(statistic, 20_000, 20_000).pValue();

        assertThat(chance).isCloseTo(expected, within(Math.max(1e-9 * expected, 1e-300)));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 1.2238478702170823",
        "0.05, 1.3580986393225507",
        "0.01, 1.6276236115189504",
        "0.001, 1.9494746035043753"
    })
    void shouldGiveTheStatisticThatIsJustSignificant(double alpha, double scaled) {
        DistanceDrift drift = new DistanceDrift(0.5, 100, 150);

        assertThat(drift.criticalValue(alpha)).isCloseTo(scaled / Math.sqrt(60), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"0", "0.11", "NaN", "-1"})
    void shouldRefuseAnAlphaThatTheFirstTermIsNotEnoughFor(double alpha) {
        DistanceDrift drift = new DistanceDrift(0.5, 100, 150);

        assertThatIllegalArgumentException().isThrownBy(() -> drift.criticalValue(alpha));
    }

    /** By brute force over all distances; a bin hides what differs within it only. */
    @RepeatedTest(50)
    void shouldNeverExceedTheStatisticOfTheDistancesThemselves(RepetitionInfo repetition) {
        long seed = Long.getLong("test.seed", repetition.getCurrentRepetition());
        Random random = new Random(seed);
        float[] one = distances(random, 1 + random.nextInt(200), 0.3);
        float[] other = distances(random, 1 + random.nextInt(200), 0.3 + random.nextDouble() / 4);
        double exact = 0;
        for (float at : concatenated(one, other)) {
            exact = Math.max(exact, Math.abs(shareBelow(one, at, true) - shareBelow(other, at, true)));
        }
        double atEdges = 0;
        for (int edge = 1; edge < 200; edge++) {
            double at = edge / 100.0;
            atEdges = Math.max(atEdges, Math.abs(shareBelow(one, at, false) - shareBelow(other, at, false)));
        }

        double statistic = DistanceDrift.between(counted(one), counted(other))
                .orElseThrow()
                .statistic();

        assertThat(statistic).as("-Dtest.seed=%d", seed).isCloseTo(atEdges, within(1e-12));
        assertThat(statistic).as("-Dtest.seed=%d", seed).isLessThanOrEqualTo(exact + 1e-12);
    }

    private static float[] distances(Random random, int size, double mean) {
        float[] distances = new float[size];
        for (int i = 0; i < size; i++) {
            distances[i] = (float) Math.clamp(mean + random.nextGaussian() / 5, 0, 2);
        }
        return distances;
    }

    private static float[] concatenated(float[] one, float[] other) {
        float[] both = new float[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static double shareBelow(float[] distances, double limit, boolean orAt) {
        int below = 0;
        for (float distance : distances) {
            if (distance < limit || (orAt && distance == limit)) {
                below++;
            }
        }
        return (double) below / distances.length;
    }

    private static DistanceHistogram counted(float[] distances) {
        DistanceHistogram histogram = DistanceHistogram.EMPTY;
        for (float distance : distances) {
            histogram = histogram.plus(distance);
        }
        return histogram;
    }

    private static DistanceHistogram histogram(long at0005, long at0105, long at0355, long at0805, long at1505) {
        long[] counts = new long[DistanceHistogram.BINS];
        counts[0] = at0005;
        counts[10] = at0105;
        counts[35] = at0355;
        counts[80] = at0805;
        counts[150] = at1505;
        return DistanceHistogram.of(counts);
    }
}
