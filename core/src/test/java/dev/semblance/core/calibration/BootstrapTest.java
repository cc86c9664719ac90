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
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
    private static final LabelledQuery RIGHT = query("cat", 0.1f);
    private static final LabelledQuery WRONG = query("dog", 0.2f);
    private static final Target PRECISE = new Target("precise", ClassificationMetric.PRECISION, 1);
    private static final Interval ONE = new Interval(1, 1);

    @Test
    void shouldBeSureWhereAllQueriesAreAlike() {
        List<LabelledQuery> queries = Collections.nCopies(30, RIGHT);

        Map<String, CutpointConfidence> confidence = Bootstrap.DEFAULT.of(calibrate(queries, PRECISE), queries);

        CutpointConfidence sure = new CutpointConfidence(new Interval(0.1f, 0.1f), ONE, 1);
        assertThat(confidence).isEqualTo(Map.of("optimal", sure, "precise", sure));
    }

    @Test
    void shouldMeasureEachCutpointByTheMetricThatChoseIt() {
        List<LabelledQuery> queries = Collections.nCopies(30, WRONG);
        Target all = new Target("all", ClassificationMetric.COVERAGE, 1);

        Map<String, CutpointConfidence> confidence = Bootstrap.DEFAULT.of(calibrate(queries, all), queries);

        // All are accepted, and none rightly.
        assertThat(named(confidence, "optimal"))
                .extracting(CutpointConfidence::value)
                .isEqualTo(new Interval(0, 0));
        assertThat(named(confidence, "all"))
                .extracting(CutpointConfidence::value)
                .isEqualTo(ONE);
    }

    @Test
    void shouldCutOffWhatIsRarerThanTheTails() {
        // Two right ones: the larger distance that is drawn is the optimum, and 1 of 4 samples has the smaller alone.
        List<LabelledQuery> queries = List.of(query("cat", 0.1f), query("cat", 0.2f));
        Calibration calibration = calibrate(queries);

        assertThat(new Bootstrap(2000, 0.6, 1).of(calibration, queries))
                .containsEntry("optimal", new CutpointConfidence(new Interval(0.1f, 0.2f), ONE, 1));
        assertThat(new Bootstrap(2000, 0.4, 1).of(calibration, queries))
                .containsEntry("optimal", new CutpointConfidence(new Interval(0.2f, 0.2f), ONE, 1));
    }

    @Test
    void shouldTellInHowManySamplesATargetIsMet() {
        // Of two draws both are the wrong one in 1 of 4 samples, which no threshold makes precise.
        List<LabelledQuery> queries = List.of(RIGHT, WRONG);

        Map<String, CutpointConfidence> confidence =
                new Bootstrap(4000, 0.95, 1).of(calibrate(queries, PRECISE), queries);

        // Four standard deviations of the share are 0.027.
        assertThat(named(confidence, "precise").met()).isCloseTo(0.75, within(0.027));
        assertThat(named(confidence, "precise").value()).isEqualTo(ONE);
        assertThat(named(confidence, "precise").distance()).isEqualTo(new Interval(0.1f, 0.1f));
        assertThat(named(confidence, "optimal").met()).isEqualTo(1);
    }

    @Test
    void shouldSayNothingOfATargetThatNoSampleMeets() {
        List<LabelledQuery> queries = List.of(RIGHT, WRONG);
        Calibration calibration = calibrate(queries, PRECISE);

        List<Map<String, CutpointConfidence>> ofOneSample = LongStream.range(0, 400)
                .mapToObj(seed -> new Bootstrap(1, 0.95, seed).of(calibration, queries))
                .toList();

        assertThat(ofOneSample).allSatisfy(confidence -> {
            assertThat(confidence).containsKey("optimal");
            if (confidence.containsKey("precise")) {
                assertThat(named(confidence, "precise").met()).isEqualTo(1);
            }
        });
        // 100 of 400 expected; four standard deviations are 35.
        assertThat(ofOneSample)
                .filteredOn(confidence -> !confidence.containsKey("precise"))
                .hasSizeBetween(65, 135);
    }

    @Test
    void shouldHaveNoConfidenceInATargetThatIsNotMet() {
        // Half of all is right at best, though a sample that draws the right one twice would do better.
        List<LabelledQuery> queries = List.of(RIGHT, WRONG);
        Calibration calibration = calibrate(
                queries,
                new Target("all", ClassificationMetric.COVERAGE, 1),
                new Target("never", ClassificationMetric.BINARY_ACCURACY, 0.6));

        assertThat(Bootstrap.DEFAULT.of(calibration, queries)).containsOnlyKeys("optimal", "all");
    }

    @Test
    void shouldPassOverSamplesThatFoundNothing() {
        // Both draws are the one without neighbours in 1 of 4 samples.
        List<LabelledQuery> queries = List.of(RIGHT, new LabelledQuery("cat", List.of()));

        Map<String, CutpointConfidence> confidence = new Bootstrap(4000, 0.95, 1).of(calibrate(queries), queries);

        assertThat(named(confidence, "optimal").met()).isCloseTo(0.75, within(0.027));
        assertThat(named(confidence, "optimal").distance()).isEqualTo(new Interval(0.1f, 0.1f));
    }

    @Test
    void shouldRepeatWithTheSameSeed() {
        List<LabelledQuery> queries = overlapping(new Random(1), 100);
        Calibration calibration = calibrate(queries, new Target("most", ClassificationMetric.RECALL, 0.9));

        assertThat(new Bootstrap(50, 0.9, 7).of(calibration, queries))
                .isEqualTo(new Bootstrap(50, 0.9, 7).of(calibration, queries))
                .isNotEqualTo(new Bootstrap(50, 0.9, 8).of(calibration, queries));
    }

    /** Else results with neighbouring seeds agree because they are the same, and not because they are sure. */
    @Test
    void shouldShareNoSampleWithTheNextSeed() {
        List<LabelledQuery> queries = overlapping(new Random(1), 100);
        Calibration calibration = calibrate(queries);

        int shared = 0;
        for (long seed = 0; seed < 50; seed++) {
            // The interval of two samples has them for its ends, that of one is a point.
            Interval two = named(new Bootstrap(2, 0.95, seed).of(calibration, queries), "optimal")
                    .value();
            Interval next = named(new Bootstrap(1, 0.95, seed + 1).of(calibration, queries), "optimal")
                    .value();
            if (next.low() == two.low() || next.low() == two.high()) {
                shared++;
            }
        }
        assertThat(shared).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldContainTheEstimateOfManyQueries(long seed) {
        List<LabelledQuery> queries = overlapping(new Random(seed), 400);
        Calibration calibration = calibrate(queries, new Target("most", ClassificationMetric.RECALL, 0.9));

        Map<String, CutpointConfidence> confidence = new Bootstrap(200, 0.95, seed).of(calibration, queries);

        assertThat(confidence).containsOnlyKeys("optimal", "most");
        assertThat(calibration.cutpoints()).allSatisfy(cutpoint -> {
            Interval distance = named(confidence, cutpoint.name()).distance();
            assertThat((double) cutpoint.distance()).isBetween(distance.low(), distance.high());
            assertThat(distance.low()).isLessThan(distance.high());
        });
        Interval value = named(confidence, "optimal").value();
        assertThat(calibration.optimal().value(ClassificationMetric.F1)).isBetween(value.low(), value.high());
    }

    /**
     * All matches are equally far, so that everything is accepted and F1 is 2a / (1 + a) for the share a of right ones,
     * which is 0.7 where the queries come from.
     */
    @Test
    void shouldContainTheTruthAboutAsOftenAsItSays() {
        double truth = 2 * 0.7 / 1.7;
        int trials = 400;
        int contained95 = 0;
        int contained50 = 0;
        for (int trial = 0; trial < trials; trial++) {
            Random random = new Random(trial);
            List<LabelledQuery> queries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                queries.add(query(random.nextDouble() < 0.7 ? "cat" : "dog", 0.5f));
            }
            Calibration calibration = calibrate(queries);
            contained95 += contains(new Bootstrap(100, 0.95, trial), calibration, queries, truth);
            contained50 += contains(new Bootstrap(100, 0.5, trial), calibration, queries, truth);
        }
        // Some four standard deviations of a share of 400, and the share of right ones moves in steps of a hundredth.
        assertThat((double) contained95 / trials).isBetween(0.90, 0.99);
        assertThat((double) contained50 / trials).isBetween(0.39, 0.64);
    }

    /** The least threshold that accepts half of the queries is a median, whose true value is 0.5 here. */
    @Test
    void shouldContainTheTrueThresholdAboutAsOftenAsItSays() {
        int contained = 0;
        for (int trial = 0; trial < 200; trial++) {
            Random random = new Random(trial);
            List<LabelledQuery> queries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                queries.add(query("cat", random.nextFloat()));
            }
            Calibration calibration = calibrate(queries, new Target("half", ClassificationMetric.COVERAGE, 0.5));
            Interval distance = named(new Bootstrap(200, 0.9, trial).of(calibration, queries), "half")
                    .distance();
            contained += distance.low() <= 0.5 && 0.5 <= distance.high() ? 1 : 0;
        }

        // 180 are expected at 90 %; the percentile method is known to be some percent short.
        assertThat(contained).isBetween(160, 198);
    }

    @Test
    void shouldTakeATurnForEachSample() {
        List<LabelledQuery> queries = overlapping(new Random(1), 20);
        Calibration calibration = calibrate(queries);
        Bootstrap bootstrap = new Bootstrap(30, 0.9, 7);
        List<Integer> cutpoints = new ArrayList<>();

        Map<String, CutpointConfidence> inTurns = bootstrap.of(calibration, queries, piece -> {
            List<Cutpoint> sample = piece.get();
            cutpoints.add(sample.size());
            return sample;
        });

        assertThat(cutpoints).hasSize(30).containsOnly(1);
        assertThat(inTurns).isEqualTo(bootstrap.of(calibration, queries));
    }

    @Test
    void shouldRefuseWhatSaysNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bootstrap(0, 0.95, 1))
                .withMessageContaining("not 0");
        for (double confidence : new double[] {0, 1, -0.5, 95, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Bootstrap(1, confidence, 1))
                    .withMessageContaining("not " + confidence);
        }
    }

    private static CutpointConfidence named(Map<String, CutpointConfidence> confidence, String cutpoint) {
        return Objects.requireNonNull(confidence.get(cutpoint), cutpoint);
    }

    private static int contains(
            Bootstrap bootstrap, Calibration calibration, List<LabelledQuery> queries, double truth) {
        Interval value = named(bootstrap.of(calibration, queries), "optimal").value();
        return value.low() <= truth && truth <= value.high() ? 1 : 0;
    }

    /** Three of four are right, and nearer as a rule. */
    private static List<LabelledQuery> overlapping(Random random, int size) {
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean isRight = random.nextInt(4) > 0;
            queries.add(query(isRight ? "cat" : "dog", random.nextFloat() + (isRight ? 0 : 0.5f)));
        }
        return queries;
    }

    private static Calibration calibrate(List<LabelledQuery> queries, Target... targets) {
        return Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of(targets));
    }

    private static LabelledQuery query(String found, float distance) {
        return new LabelledQuery("cat", List.of(new LabelledNeighbour(found, distance)));
    }
}
