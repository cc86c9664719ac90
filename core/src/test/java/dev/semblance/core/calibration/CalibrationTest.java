package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.matching.JudgingCases;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worked cases of the reference, and where this calibration differs from it on purpose. */
class CalibrationTest {
    /** Lists of neighbours that are cut short: padded with infinity there, taken as they are here. */
    private static final String UNEVEN = "exec-158";

    private static final double TOLERANCE = 1e-5;

    static Stream<JsonNode> comparableCases() {
        return JudgingCases.area("calibration")
                .filter(worked -> !worked.path("id").asText().equals(UNEVEN));
    }

    @ParameterizedTest
    @MethodSource("comparableCases")
    void shouldDrawTheCurveOfTheReference(JsonNode worked) {
        Calibration calibration = calibrate(worked.path("inputs"));

        JsonNode thresholds = worked.path("expected").path("thresholds");
        assertSame(distances(calibration), JudgingCases.doubles(thresholds.path("distance")));
        for (ClassificationMetric metric : calibration.reported()) {
            assertSame(calibration.curve().values(metric), JudgingCases.doubles(thresholds.path(metric.id())));
        }
    }

    @ParameterizedTest
    @MethodSource("comparableCases")
    void shouldChooseTheOptimumOfTheReference(JsonNode worked) {
        Calibration calibration = calibrate(worked.path("inputs"));

        assertCutpoint(
                calibration,
                calibration.optimal(),
                worked.path("expected").path("cutpoints").path("optimal"));
    }

    @ParameterizedTest
    @MethodSource("comparableCases")
    void shouldMeetTheTargetsThatTheReferenceMeetsExceptOnTheWrongSide(JsonNode worked) {
        Calibration calibration = calibrate(worked.path("inputs"));
        JsonNode expected = worked.path("expected").path("cutpoints");

        for (TargetOutcome outcome : calibration.outcomes()) {
            String name = outcome.target().name();
            if (outcome.target().metric() != ClassificationMetric.FALSE_POSITIVE_RATE) {
                assertThat(calibration.cutpoint(name).isPresent())
                        .as("target %s is met", name)
                        .isEqualTo(expected.has(name));
                calibration
                        .cutpoint(name)
                        .ifPresent(cutpoint -> assertCutpoint(calibration, cutpoint, expected.path(name)));
            }
        }
    }

    @Test
    void shouldHoldTheFalsePositiveRateBelowItsTargetWhereTheReferenceExceedsIt() {
        // Rates along the curve: 0, 0, 0.25, 0.5, ... at 0.1, 0.2, 0.3, 0.4; the reference takes the first >= 0.4.
        assertFalsePositiveRateAtMost04("exec-152", 0.3, 0.25, 0.4);
        // 0.25, 0.5, ... at 0.2, 0.5
        assertFalsePositiveRateAtMost04("exec-147", 0.2, 0.25, 0.5);
    }

    @Test
    void shouldNotTakeInfinityForAThresholdWhereNeighboursAreMissing() {
        JsonNode worked = JudgingCases.byId(UNEVEN);
        Calibration calibration = calibrate(worked.path("inputs"));

        List<Double> padded =
                JudgingCases.doubles(worked.path("expected").path("thresholds").path("distance"));
        assertThat(padded.getLast()).isInfinite();
        assertSame(distances(calibration), padded.subList(0, padded.size() - 1));
        assertThat(worked.path("expected")
                        .path("cutpoints")
                        .path("optimal")
                        .path("distance")
                        .asText())
                .isEqualTo("Infinity");
        // 10 of 12 are right: the query with the single neighbour of its class is, which padding had made wrong.
        assertThat(calibration.optimal().counts()).isEqualTo(new ClassificationCounts(10, 2, 0, 0));
        assertThat(calibration.optimal().distance()).isEqualTo(0.8285f);
        // Means of the right ones: .1112 .2236 .2342 .2621 ..., so the fourth is within .2795: 2 * 4 / (4 + 10) = .571
        assertThat(calibration.cutpoint("0.5").orElseThrow().distance()).isEqualTo(0.2795f);
        assertThat(calibration.cutpoint("0.5").orElseThrow().value(ClassificationMetric.F1))
                .isCloseTo(8 / 14.0, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"repo-138", "repo-140"})
    void shouldTakeTheObservedDistancesOfLookupsAndNoImputedOnes(String id) {
        List<LabelledQuery> queries = JudgingCases.byId(id)
                .path("inputs")
                .path("lookups")
                .valueStream()
                .map(lookup -> new LabelledQuery(
                        "0",
                        lookup.valueStream()
                                .map(each ->
                                        new LabelledNeighbour(each.path("label").asText(), (float)
                                                each.path("distance").asDouble()))
                                .toList()))
                .toList();
        Set<Double> expected = JudgingCases.byId(id)
                .path("expected")
                .path("distances")
                .valueStream()
                .flatMap(row -> JudgingCases.doubles(row).stream())
                .filter(Double::isFinite)
                .collect(Collectors.toSet());

        Calibration calibration =
                Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of());

        assertThat(distances(calibration)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldReportATargetThatCannotBeMetWithTheBestThatCan() {
        Target precise = new Target("precise", ClassificationMetric.PRECISION, 0.95);
        Target strict = new Target("strict", ClassificationMetric.FALSE_POSITIVE_RATE, 0.1);
        List<LabelledQuery> queries = List.of(query("cat", "dog", 0.1f), query("cat", "cat", 0.2f));

        Calibration calibration =
                Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of(precise, strict));

        // Precision is 0/1, then 1/2; the one wrong match is accepted at each threshold.
        assertThat(calibration.outcomes())
                .containsExactly(new TargetOutcome.Unmet(precise, 0.5), new TargetOutcome.Unmet(strict, 1));
        assertThat(calibration.cutpoints()).containsExactly(calibration.optimal());
        assertThat(calibration.cutpoint("precise")).isEmpty();
    }

    @Test
    void shouldNotMeetATargetByAcceptingNothing() {
        // The mean is 0.3, so that the threshold 0.1 accepts nothing and makes no error.
        LabelledQuery wrong = new LabelledQuery(
                "cat", List.of(new LabelledNeighbour("dog", 0.1f), new LabelledNeighbour("dog", 0.5f)));
        Target strict = new Target("strict", ClassificationMetric.FALSE_POSITIVE_RATE, 0);

        Calibration calibration = Calibration.of(
                List.of(wrong), Matcher.MAJORITY_VOTE, ClassificationMetric.PRECISION, Set.of(), List.of(strict));

        assertThat(calibration.curve().points().getFirst().counts().accepted()).isZero();
        assertThat(calibration.optimal().counts().accepted()).isEqualTo(1);
        assertThat(calibration.outcomes()).containsExactly(new TargetOutcome.Unmet(strict, 1));
    }

    @Test
    void shouldCountAQueryThatFoundNothingAsRightlyRefused() {
        List<LabelledQuery> queries = List.of(query("cat", "cat", 0.1f), new LabelledQuery("cat", List.of()));

        Calibration calibration =
                Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of());

        assertThat(calibration.optimal())
                .isEqualTo(new Cutpoint("optimal", 0.1f, new ClassificationCounts(1, 0, 1, 0)));
    }

    @Test
    void shouldMeasureItsCutpointsOnOtherQueries() {
        Calibration calibration = Calibration.of(
                List.of(query("cat", "cat", 0.1f), query("cat", "dog", 0.5f)),
                Matcher.NEAREST,
                ClassificationMetric.PRECISION,
                Set.of(),
                List.of(new Target("all", ClassificationMetric.COVERAGE, 1)));

        List<Cutpoint> heldOut = calibration.measuredOn(
                List.of(query("owl", "owl", 0.1f), query("owl", "cat", 0.05f), query("owl", "owl", 0.2f)));

        assertThat(heldOut)
                .containsExactly(
                        new Cutpoint("optimal", 0.1f, new ClassificationCounts(1, 1, 0, 1)),
                        new Cutpoint("all", 0.5f, new ClassificationCounts(2, 1, 0, 0)));
    }

    @Test
    void shouldReportItsMetricFirstAndThenTheOthers() {
        Calibration calibration = Calibration.of(
                List.of(query("cat", "cat", 0.1f)),
                Matcher.NEAREST,
                ClassificationMetric.F1,
                EnumSet.of(ClassificationMetric.PRECISION, ClassificationMetric.F1),
                List.of());

        assertThat(calibration.report(calibration.optimal()))
                .containsExactly(
                        Map.entry(ClassificationMetric.F1, 1.0), Map.entry(ClassificationMetric.PRECISION, 1.0));
    }

    @Test
    void shouldRefuseWhatLeavesNothingToCalibrateWith() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Calibration.of(List.of(), Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(
                        List.of(new LabelledQuery("cat", List.of())),
                        Matcher.NEAREST,
                        ClassificationMetric.F1,
                        Set.of(),
                        List.of()))
                .withMessageContaining("is there anything in the index?");
    }

    @Test
    void shouldRefuseTargetsThatCannotBeToldApart() {
        Target target = new Target("a", ClassificationMetric.RECALL, 0.5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(
                        List.of(query("cat", "cat", 0.1f)),
                        Matcher.NEAREST,
                        ClassificationMetric.F1,
                        Set.of(),
                        List.of(target, target)))
                .withMessageContaining("'a'");
        assertThatIllegalArgumentException().isThrownBy(() -> new Target("optimal", ClassificationMetric.RECALL, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Target("b", ClassificationMetric.RECALL, Double.NaN));
    }

    private static void assertFalsePositiveRateAtMost04(String id, double distance, double rate, double reference) {
        JsonNode worked = JudgingCases.byId(id);
        Calibration calibration = calibrate(worked.path("inputs"));
        JsonNode theirs = worked.path("expected").path("cutpoints").path("0.4");

        Cutpoint cutpoint = calibration.cutpoint("0.4").orElseThrow();
        assertThat((double) cutpoint.distance()).isCloseTo(distance, within(TOLERANCE));
        assertThat(cutpoint.value(ClassificationMetric.FALSE_POSITIVE_RATE)).isEqualTo(rate);
        assertThat(theirs.path("distance").asDouble()).isCloseTo(reference, within(TOLERANCE));
        assertThat(theirs.path("fpr").asDouble()).isGreaterThan(0.4);
    }

    private static Calibration calibrate(JsonNode inputs) {
        ClassificationMetric metric =
                ClassificationMetric.named(inputs.path("calibration_metric").asText());
        Set<ClassificationMetric> extra = inputs.path("extra_metrics")
                .valueStream()
                .map(id -> ClassificationMetric.named(id.asText()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Target> targets = inputs.path("thresholds_targets").properties().stream()
                .map(each -> new Target(each.getKey(), metric, each.getValue().asDouble()))
                .toList();
        return Calibration.of(
                JudgingCases.queries(inputs),
                Matcher.named(inputs.path("matcher").asText()),
                metric,
                extra,
                targets);
    }

    private static void assertCutpoint(Calibration calibration, Cutpoint actual, JsonNode expected) {
        assertThat((double) actual.distance())
                .isCloseTo(expected.path("distance").asDouble(), within(TOLERANCE));
        assertThat(actual.value(calibration.metric()))
                .isCloseTo(expected.path("value").asDouble(), within(TOLERANCE));
        calibration
                .report(actual)
                .forEach((metric, value) -> assertThat(value)
                        .as(metric.id())
                        .isCloseTo(expected.path(metric.id()).asDouble(), within(TOLERANCE)));
    }

    private static List<Double> distances(Calibration calibration) {
        return calibration.curve().points().stream()
                .map(point -> (double) point.distance())
                .toList();
    }

    private static void assertSame(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("threshold %d", i).isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
