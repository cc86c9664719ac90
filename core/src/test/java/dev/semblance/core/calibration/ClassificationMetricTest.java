package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.matching.JudgingCases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationMetricTest {
    static Stream<JsonNode> cases() {
        return JudgingCases.area("classification_metric");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithTheWorkedCase(JsonNode worked) {
        CalibrationCurve curve = curve(worked.path("inputs"));

        worked.path("expected").properties().forEach(expected -> {
            String id = expected.getKey().equals("values")
                    ? worked.path("inputs").path("metric").asText()
                    : expected.getKey();
            assertSame(curve.values(ClassificationMetric.named(id)), JudgingCases.doubles(expected.getValue()));
        });
    }

    @Test
    void shouldMeasureCoverageAsTheShareThatIsAccepted() {
        assertThat(ClassificationMetric.COVERAGE.of(new ClassificationCounts(5, 1, 2, 0)))
                .isEqualTo(0.75);
    }

    @Test
    void shouldStartTheCurveOfPrecisionAtOneOnlyWhereThresholdsFollow() {
        CurvePoint nothing = new CurvePoint(0.1f, new ClassificationCounts(0, 0, 1, 0));
        CurvePoint wrong = new CurvePoint(0.2f, new ClassificationCounts(0, 1, 0, 0));

        assertThat(new CalibrationCurve(List.of(nothing)).values(ClassificationMetric.PRECISION))
                .containsExactly(0.0);
        assertThat(new CalibrationCurve(List.of(nothing, wrong)).values(ClassificationMetric.PRECISION))
                .containsExactly(1.0, 0.0);
        assertThat(new CalibrationCurve(List.of(nothing, wrong)).values(ClassificationMetric.RECALL))
                .containsExactly(0.0, 0.0);
    }

    @Test
    void shouldRefuseACurveThatDoesNotGrow() {
        CurvePoint point = new CurvePoint(0.1f, new ClassificationCounts(1, 0, 0, 0));

        assertThatIllegalArgumentException().isThrownBy(() -> new CalibrationCurve(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new CalibrationCurve(List.of(point, point)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CurvePoint(Float.POSITIVE_INFINITY, point.counts()));
    }

    @Test
    void shouldKeepTheStrictestOfThresholdsThatChangeNothing() {
        ClassificationCounts none = new ClassificationCounts(0, 0, 1, 1);
        ClassificationCounts one = new ClassificationCounts(1, 0, 1, 0);
        ClassificationCounts both = new ClassificationCounts(1, 1, 0, 0);
        CalibrationCurve curve = new CalibrationCurve(List.of(
                new CurvePoint(0.1f, none),
                new CurvePoint(0.2f, none),
                new CurvePoint(0.3f, one),
                new CurvePoint(0.4f, both),
                new CurvePoint(0.5f, both)));

        assertThat(curve.steps().points())
                .containsExactly(new CurvePoint(0.1f, none), new CurvePoint(0.3f, one), new CurvePoint(0.4f, both));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeZeroWithoutAnythingToDivideBy(ClassificationMetric metric) {
        assertThat(metric.of(new ClassificationCounts(0, 0, 0, 0))).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByItsId(ClassificationMetric metric) {
        assertThat(ClassificationMetric.named(metric.id())).isSameAs(metric);
    }

    @Test
    void shouldSayWhichMetricsThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassificationMetric.named("auc"))
                .withMessageContaining("'auc'")
                .withMessageContaining("binary_accuracy");
    }

    @Test
    void shouldWantALowFalsePositiveRateAndHighValuesOfTheRest() {
        for (ClassificationMetric metric : ClassificationMetric.values()) {
            boolean isSmallGood = metric == ClassificationMetric.FALSE_POSITIVE_RATE;
            assertThat(metric.isAsGoodAs(0.2, 0.3)).as(metric.id()).isEqualTo(isSmallGood);
            assertThat(metric.isAsGoodAs(0.3, 0.2)).as(metric.id()).isNotEqualTo(isSmallGood);
            assertThat(metric.isAsGoodAs(0.3, 0.3)).as(metric.id()).isTrue();
        }
    }

    @Test
    void shouldRefuseNegativeCounts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassificationCounts(1, 2, -1, 0));
    }

    private static CalibrationCurve curve(JsonNode inputs) {
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < inputs.path("tp").size(); i++) {
            ClassificationCounts counts = new ClassificationCounts(
                    inputs.path("tp").path(i).asInt(),
                    inputs.path("fp").path(i).asInt(),
                    inputs.path("tn").path(i).asInt(),
                    inputs.path("fn").path(i).asInt());
            assertThat(counts.total()).isEqualTo(inputs.path("count").asInt());
            points.add(new CurvePoint(i, counts));
        }
        return new CalibrationCurve(points);
    }

    private static void assertSame(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("threshold %d", i).isCloseTo(expected.get(i), within(1e-5));
        }
    }
}
