package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 0.9, 7);

    @Test
    void shouldBeSureOfQueriesThatAreAllTheSame() {
        List<LabelledQuery> queries = Collections.nCopies(30, query("a", 0.25f));
        Calibration calibration = calibrate(queries);

        CutpointConfidence confidence = confidence(calibration, queries, Cutpoint.OPTIMAL);

        assertThat(confidence).isEqualTo(new CutpointConfidence(new Interval(0.25, 0.25), new Interval(1, 1), 1));
    }

    @Test
    void shouldDrawTheSameSamplesWithTheSameSeed() {
        List<LabelledQuery> queries = mixed(new SplittableRandom(1), 60, 0.7);
        Calibration calibration = calibrate(queries);

        Map<String, CutpointConfidence> first = new Bootstrap(10, 0.9, 7).of(calibration, queries);

        assertThat(new Bootstrap(10, 0.9, 7).of(calibration, queries)).isEqualTo(first);
        assertThat(new Bootstrap(10, 0.9, 8).of(calibration, queries)).isNotEqualTo(first);
    }

    /** The only right match of 20 is in a sample with probability 1 - (19/20)^20, which is 0.6415. */
    @Test
    void shouldTellHowOftenATargetCanBeMet() {
        List<LabelledQuery> queries = new ArrayList<>(Collections.nCopies(19, query("b", 0.5f)));
        queries.add(query("a", 0.25f));
        Calibration calibration = calibrate(queries, new Target("right", ClassificationMetric.PRECISION, 1));

        CutpointConfidence confidence = Objects.requireNonNull(
                new Bootstrap(2_000, 0.9, 7).of(calibration, queries).get("right"));

        assertThat(confidence.met()).isCloseTo(0.6415, within(0.04));
        assertThat(confidence.distance()).isEqualTo(new Interval(0.25, 0.25));
    }

    /** With every query accepted, binary accuracy is a share of independent draws, whose true value is known. */
    @Test
    void shouldHoldTheTrueValueAboutAsOftenAsItSays() {
        int held = 0;
        for (int trial = 0; trial < 200; trial++) {
            List<LabelledQuery> queries = mixed(new SplittableRandom(trial), 100, 0.7);
            Calibration calibration =
                    Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.BINARY_ACCURACY, Set.of(), List.of());
            Interval value = confidence(calibration, queries, Cutpoint.OPTIMAL).value();
            held += value.low() <= 0.7 && 0.7 <= value.high() ? 1 : 0;
        }

        // 180 are expected at 90 %; the percentile method is known to be some percent short.
        assertThat(held).isBetween(160, 198);
    }

    @Test
    void shouldRefuseWhatIsNoBootstrap() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(0, 0.9, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(10, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(10, Double.NaN, 1));
    }

    /** The least distance within which half of the queries lie is a median, whose true value is 0.5 here. */
    @Test
    void shouldHoldTheTrueThresholdAboutAsOftenAsItSays() {
        int held = 0;
        for (int trial = 0; trial < 200; trial++) {
            List<LabelledQuery> queries = mixed(new SplittableRandom(trial), 100, 0.7);
            Calibration calibration = calibrate(queries, new Target("half", ClassificationMetric.COVERAGE, 0.5));
            Interval distance = confidence(calibration, queries, "half").distance();
            held += distance.low() <= 0.5 && 0.5 <= distance.high() ? 1 : 0;
        }

        assertThat(held).isBetween(160, 198);
    }

    @Test
    void shouldSayNothingOfWhatTheCalibrationItselfCannotMeet() {
        List<LabelledQuery> queries = mixed(new SplittableRandom(2), 60, 0.5);
        Calibration calibration = calibrate(
                queries,
                new Target("all", ClassificationMetric.COVERAGE, 1),
                new Target("never", ClassificationMetric.BINARY_ACCURACY, 1));

        assertThat(BOOTSTRAP.of(calibration, queries)).containsOnlyKeys("optimal", "all");
    }

    private static CutpointConfidence confidence(
            Calibration calibration, List<LabelledQuery> queries, String cutpoint) {
        Map<String, CutpointConfidence> all = BOOTSTRAP.of(calibration, queries);
        assertThat(all).containsKey(cutpoint);
        return all.getOrDefault(cutpoint, new CutpointConfidence(new Interval(0, 0), new Interval(0, 0), 0));
    }

    private static Calibration calibrate(List<LabelledQuery> queries, Target... targets) {
        return Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of(targets));
    }

    /** Queries of class a; so many of their matches are right, whatever the distance. */
    private static List<LabelledQuery> mixed(SplittableRandom random, int count, double right) {
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queries.add(query(random.nextDouble() < right ? "a" : "b", (float) random.nextDouble()));
        }
        return queries;
    }

    private static LabelledQuery query(String found, float distance) {
        return new LabelledQuery("a", List.of(new LabelledNeighbour(found, distance)));
    }
}
