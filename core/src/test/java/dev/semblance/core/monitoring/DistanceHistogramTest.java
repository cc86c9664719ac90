package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.calibration.CalibrationCurve;
import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.CurvePoint;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceHistogramTest {
    private static final long SEED = Long.getLong("test.seed", 20_260_401);

    /** 0.25, 0.5 and 1.5 are floats and edges; no float is 0.01 or 0.02, and the nearest to both are below. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.005, 0",
        "0.01, 0",
        "0.02, 1",
        "0.2499999, 24",
        "0.25, 25",
        "0.5, 50",
        "1.5, 150",
        "1.995, 199",
        "2, 199"
    })
    void shouldHoldTheLowerEdgeOfABinAndTheUpperOneOfTheLast(float distance, int bin) {
        assertThat(DistanceHistogram.bin(distance)).isEqualTo(bin);
    }

    @Test
    void shouldFindTheBinOfAnyFloatAsDecimalNumbersDo() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            float distance = i < 10_000 ? random.nextFloat() * 2 : nearAnEdge(random);
            int expected =
                    new BigDecimal(distance).multiply(BigDecimal.valueOf(100)).intValue();

            assertThat(DistanceHistogram.bin(distance))
                    .as("%s, -Dtest.seed=%d", distance, SEED)
                    .isEqualTo(expected);
        }
    }

    /** At most 3 floats from it, and within 0 and 2. */
    private static float nearAnEdge(Random random) {
        float near = (1 + random.nextInt(198)) / 100f;
        return near + Math.ulp(near) * (random.nextInt(7) - 3);
    }

    @Test
    void shouldCountWhatOtherDistancesGiveInTheOutermostBins() {
        assertThat(DistanceHistogram.bin(-0.7f)).isZero();
        assertThat(DistanceHistogram.bin(2.0000002f)).isEqualTo(199);
        assertThat(DistanceHistogram.bin(Float.MAX_VALUE)).isEqualTo(199);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseWhatIsNoDistance(float distance) {
        assertThatIllegalArgumentException().isThrownBy(() -> DistanceHistogram.EMPTY.plus(distance));
    }

    @Test
    void shouldAddUp() {
        DistanceHistogram one = DistanceHistogram.EMPTY.plus(0.255f).plus(0.259f);
        DistanceHistogram both = one.plus(DistanceHistogram.EMPTY.plus(0.251f).plus(1f));

        assertThat(both.total()).isEqualTo(4);
        assertThat(both.counts()[25]).isEqualTo(3);
        assertThat(both.counts()[100]).isEqualTo(1);
        assertThat(one.total()).isEqualTo(2);
        assertThat(DistanceHistogram.EMPTY.total()).isZero();
    }

    @Test
    void shouldComeBackFromItsCounts() {
        DistanceHistogram histogram = DistanceHistogram.EMPTY.plus(0.255f).plus(1f);
        long[] counts = histogram.counts();

        DistanceHistogram stored = DistanceHistogram.of(counts);
        counts[3] = 7;

        assertThat(stored).isEqualTo(histogram).hasSameHashCodeAs(histogram).isNotEqualTo(DistanceHistogram.EMPTY);
    }

    @Test
    void shouldRefuseCountsOfAnotherShape() {
        long[] negative = new long[200];
        negative[5] = -1;

        assertThatIllegalArgumentException().isThrownBy(() -> DistanceHistogram.of(new long[199]));
        assertThatIllegalArgumentException().isThrownBy(() -> DistanceHistogram.of(negative));
    }

    /** 3 queries of 7 within 0.105, 4 within 0.108, none more within 0.2, 6 within 0.455; one has no neighbour. */
    @Test
    void shouldCountTheMatchesOfACalibrationWithANeighbour() {
        CalibrationCurve curve =
                new CalibrationCurve(List.of(point(0.105f, 3), point(0.108f, 4), point(0.2f, 4), point(0.455f, 6)));

        DistanceHistogram histogram = DistanceHistogram.of(curve);

        assertThat(histogram.total()).isEqualTo(6);
        assertThat(histogram.counts()[10]).isEqualTo(4);
        assertThat(histogram.counts()[45]).isEqualTo(2);
        assertThat(DistanceHistogram.of(curve.steps())).isEqualTo(histogram);
    }

    @Test
    void shouldRefuseACurveThatAcceptsLessFurtherOn() {
        CalibrationCurve curve = new CalibrationCurve(List.of(point(0.1f, 3), point(0.2f, 2)));

        assertThatIllegalArgumentException().isThrownBy(() -> DistanceHistogram.of(curve));
    }

    private static CurvePoint point(float distance, int accepted) {
        return new CurvePoint(distance, new ClassificationCounts(accepted, 0, 7 - accepted, 0));
    }
}
