package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.monitoring.AlertRule.OnCalibrationError;
import dev.semblance.core.monitoring.AlertRule.OnDistanceDrift;
import dev.semblance.core.monitoring.AlertRule.OnNoMatchDrift;
import dev.semblance.core.monitoring.AlertRule.OnRecallDrop;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRuleTest {
    private static final Hysteresis LIMITS = new Hysteresis(0.2, 0.1, 1, 5);
    /** Of 100, 50 are accepted and 45 of these right. */
    private static final Cutpoint PROMISED = new Cutpoint("optimal", 0.2f, new ClassificationCounts(45, 5, 40, 10));

    private static final MatrixReport NOTHING = MatrixReport.of(new ConfusionMatrix(Map.of()));
    private static final Evidence NONE = new Evidence(
            Optional.of(PROMISED), DistanceHistogram.EMPTY, DistanceHistogram.EMPTY, new Share(0, 0), NOTHING, NOTHING);

    @Test
    void shouldReadHowFarTheDistancesDrifted() {
        AlertRule rule = new OnDistanceDrift(LIMITS, 0.01);

        Reading many = rule.read(distances(at(0.1f, 40), at(0.1f, 20).plus(at(0.5f, 20))))
                .orElseThrow();
        Reading few =
                rule.read(distances(at(0.1f, 4), at(0.1f, 2).plus(at(0.5f, 2)))).orElseThrow();

        assertThat(many).isEqualTo(new Reading(0.5, 40, true, Optional.empty()));
        assertThat(few).isEqualTo(new Reading(0.5, 4, false, Optional.empty()));
    }

    /** 0.5 to 0.8 of 100 is 4.4 standard errors; of 5 it is 1.3. */
    @Test
    void shouldReadHowFarTheRateOfNoMatchDriftedEitherWay() {
        AlertRule rule = new OnNoMatchDrift(LIMITS, 0.01);

        Reading more = rule.read(noMatch(80, 100)).orElseThrow();
        Reading less = rule.read(noMatch(20, 100)).orElseThrow();
        Reading few = rule.read(noMatch(4, 5)).orElseThrow();

        assertThat(more.value()).isCloseTo(0.3, within(1e-15));
        assertThat(more.samples()).isEqualTo(100);
        assertThat(more.significant()).isTrue();
        assertThat(less.value()).isCloseTo(0.3, within(1e-15));
        assertThat(few.significant()).isFalse();
    }

    /** Of cats 8 in 10 were right and now 5; of dogs 9 and now 4; of foxes all and now none of 4, which is too few. */
    @Test
    void shouldReadTheLargestDropInRecallAndNameItsClass() {
        MatrixReport before = right(Map.of("cat", new Share(8, 10), "dog", new Share(9, 10), "fox", new Share(9, 9)));
        MatrixReport now = right(Map.of("cat", new Share(5, 10), "dog", new Share(4, 10), "fox", new Share(0, 4)));

        Reading reading = new OnRecallDrop(LIMITS).read(labelled(now, before)).orElseThrow();

        assertThat(reading.value()).isCloseTo(0.5, within(1e-15));
        assertThat(reading.samples()).isEqualTo(10);
        assertThat(reading.significant()).isTrue();
        assertThat(reading.label()).contains("dog");
    }

    @Test
    void shouldLeaveAClassOutThatWasHardlySeenBefore() {
        MatrixReport now = right(Map.of("cat", new Share(0, 10), "dog", new Share(0, 10)));
        MatrixReport before = right(Map.of("cat", new Share(4, 4)));

        assertThat(new OnRecallDrop(LIMITS).read(labelled(now, before))).isEmpty();
    }

    @Test
    void shouldReadBelowZeroWhereEveryClassIsRecognisedMoreOften() {
        MatrixReport now = right(Map.of("cat", new Share(10, 10)));
        MatrixReport before = right(Map.of("cat", new Share(5, 10)));

        assertThat(new OnRecallDrop(LIMITS).read(labelled(now, before)).map(Reading::value))
                .contains(-0.5);
    }

    /** 6 of 8 that were accepted are right, where 0.9 was promised. */
    @Test
    void shouldReadByHowMuchThePrecisionFallsShort() {
        MatrixReport now = MatrixReport.of(new ConfusionMatrix(
                Map.of(cell("cat", "cat"), 6L, cell("cat", "dog"), 2L, new Cell("cat", Optional.empty()), 9L)));

        Reading reading =
                new OnCalibrationError(LIMITS).read(labelled(now, NOTHING)).orElseThrow();

        assertThat(reading.value()).isCloseTo(0.15, within(1e-15));
        assertThat(reading.samples()).isEqualTo(8);
        assertThat(reading.significant()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadNothingWithoutEvidenceOrPromise(AlertKind kind) {
        Evidence unpromised = new Evidence(
                Optional.empty(),
                DistanceHistogram.EMPTY,
                at(0.1f, 9),
                new Share(9, 9),
                right(Map.of("cat", new Share(1, 9))),
                NOTHING);

        assertThat(rule(kind).kind()).isEqualTo(kind);
        assertThat(rule(kind).read(NONE)).isEmpty();
        assertThat(rule(kind).read(unpromised)).isEmpty();
    }

    @Test
    void shouldGoByItsLimits() {
        AlertRule rule = new OnNoMatchDrift(LIMITS, 0.01);

        AlertState raised = rule.next(AlertState.QUIET, noMatch(80, 100));

        assertThat(raised.raised()).isTrue();
        assertThat(rule.next(raised, NONE)).isEqualTo(raised);
        assertThat(rule.next(raised, noMatch(51, 100))).isEqualTo(AlertState.QUIET);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void shouldRefuseAnAlphaThatIsNoChance(double alpha) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OnDistanceDrift(LIMITS, alpha));
        assertThatIllegalArgumentException().isThrownBy(() -> new OnNoMatchDrift(LIMITS, alpha));
    }

    @Test
    void shouldKnowAKindByItsName() {
        for (AlertKind kind : AlertKind.values()) {
            assertThat(AlertKind.named(kind.id())).isEqualTo(kind);
        }
        assertThat(AlertKind.RECALL_DROP.id()).isEqualTo("recall_drop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlertKind.named("drift"))
                .withMessageContaining("distance_drift, no_match_drift, recall_drop or calibration_error");
    }

    private static AlertRule rule(AlertKind kind) {
        return switch (kind) {
            case DISTANCE_DRIFT -> new OnDistanceDrift(LIMITS, 0.01);
            case NO_MATCH_DRIFT -> new OnNoMatchDrift(LIMITS, 0.01);
            case RECALL_DROP -> new OnRecallDrop(LIMITS);
            case CALIBRATION_ERROR -> new OnCalibrationError(LIMITS);
        };
    }

    private static Evidence distances(DistanceHistogram calibrated, DistanceHistogram live) {
        return new Evidence(Optional.of(PROMISED), calibrated, live, new Share(0, 0), NOTHING, NOTHING);
    }

    private static Evidence noMatch(long refused, long asked) {
        return new Evidence(
                Optional.of(PROMISED),
                DistanceHistogram.EMPTY,
                DistanceHistogram.EMPTY,
                new Share(refused, asked),
                NOTHING,
                NOTHING);
    }

    private static Evidence labelled(MatrixReport now, MatrixReport before) {
        return new Evidence(
                Optional.of(PROMISED), DistanceHistogram.EMPTY, DistanceHistogram.EMPTY, new Share(0, 0), now, before);
    }

    private static DistanceHistogram at(float distance, int times) {
        long[] counts = new long[DistanceHistogram.BINS];
        counts[DistanceHistogram.bin(distance)] = times;
        return DistanceHistogram.of(counts);
    }

    /** By class, how many were right; all others found no match. */
    private static MatrixReport right(Map<String, Share> classes) {
        Map<Cell, Long> counts = new HashMap<>();
        classes.forEach((label, share) -> {
            counts.put(cell(label, label), share.part());
            counts.put(new Cell(label, Optional.empty()), share.whole() - share.part());
        });
        return MatrixReport.of(new ConfusionMatrix(counts));
    }

    private static Cell cell(String actual, String predicted) {
        return new Cell(actual, Optional.of(predicted));
    }
}
