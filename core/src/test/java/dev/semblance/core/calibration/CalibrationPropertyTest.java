package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any labelled queries: random ones, with few distances and so with many ties, some lists cut short. */
class CalibrationPropertyTest {
    private static final Set<ClassificationMetric> ALL = EnumSet.allOf(ClassificationMetric.class);

    /** One set of random queries and how to calibrate on it. */
    record Sample(long seed, Matcher matcher, ClassificationMetric metric, List<LabelledQuery> queries) {
        static Sample of(long seed) {
            Random random = new Random(seed);
            Matcher matcher = oneOf(List.of(Matcher.values()), random);
            ClassificationMetric metric = oneOf(List.copyOf(ALL), random);
            int k = 1 + random.nextInt(4);
            int steps = 1 + random.nextInt(30);
            List<LabelledQuery> queries = new ArrayList<>();
            queries.add(query(random, 1, steps));
            int more = random.nextInt(60);
            for (int i = 0; i < more; i++) {
                queries.add(query(random, random.nextInt(8) == 0 ? random.nextInt(k + 1) : k, steps));
            }
            return new Sample(seed, matcher, metric, queries);
        }

        private static <T> T oneOf(List<T> choices, Random random) {
            return choices.get(random.nextInt(choices.size()));
        }

        private static LabelledQuery query(Random random, int k, int steps) {
            List<LabelledNeighbour> neighbours = random.doubles(k)
                    .map(each -> Math.floor(each * steps) / 10)
                    .sorted()
                    .mapToObj(distance -> new LabelledNeighbour("" + random.nextInt(3), (float) distance))
                    .toList();
            return new LabelledQuery("" + random.nextInt(3), neighbours);
        }

        Calibration calibrate(List<Target> targets) {
            return Calibration.of(queries, matcher, metric, ALL, targets);
        }

        @Override
        public String toString() {
            return "seed %d: %s, %s, %d queries".formatted(seed, matcher, metric, queries.size());
        }
    }

    static Stream<Sample> samples() {
        Long given = Long.getLong("test.seed");
        return given == null ? LongStream.rangeClosed(1, 200).mapToObj(Sample::of) : Stream.of(Sample.of(given));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldEqualACalibrationThatCountsAtEachThresholdAnew(Sample sample) {
        Calibration calibration = sample.calibrate(List.of());

        List<CurvePoint> expected = new ArrayList<>();
        TreeSet<Float> thresholds = new TreeSet<>();
        for (LabelledQuery query : sample.queries()) {
            query.neighbours().forEach(neighbour -> thresholds.add(neighbour.distance()));
        }
        thresholds.forEach(threshold -> expected.add(new CurvePoint(threshold, countOneByOne(sample, threshold))));
        assertThat(calibration.curve().points()).isEqualTo(expected);
        assertThat(calibration.optimal().counts())
                .isEqualTo(countOneByOne(sample, calibration.optimal().distance()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldChooseTheLastOfTheBestThresholds(Sample sample) {
        Calibration calibration = sample.calibrate(List.of());

        double best = calibration.optimal().value(sample.metric());
        for (CurvePoint point : calibration.curve().points()) {
            double value = sample.metric().of(point.counts());
            if (point.counts().accepted() > 0
                    && point.distance() > calibration.optimal().distance()) {
                assertThat(sample.metric().isAsGoodAs(value, best))
                        .as("%s", point)
                        .isFalse();
            }
            if (point.counts().accepted() > 0) {
                assertThat(sample.metric().isAsGoodAs(best, value))
                        .as("%s", point)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReachAtLeastTheF1OfAcceptingEverything(Sample sample) {
        Calibration calibration =
                Calibration.of(sample.queries(), sample.matcher(), ClassificationMetric.F1, Set.of(), List.of());

        long right = sample.queries().stream()
                .filter(query -> isRight(query, sample.matcher().match(query.neighbours())))
                .count();
        double accuracy = (double) right / sample.queries().size();
        assertThat(calibration.optimal().value(ClassificationMetric.F1))
                .isGreaterThanOrEqualTo(2 * accuracy / (1 + accuracy) - 1e-12);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldMatchTheQueryThatDefinesTheThreshold(Sample sample) {
        List<LabelledQuery> nearestOnly =
                sample.queries().stream().map(query -> query.first(1)).toList();
        Calibration calibration = Calibration.of(nearestOnly, sample.matcher(), sample.metric(), Set.of(), List.of());

        float threshold = calibration.optimal().distance();
        List<Match> defining = nearestOnly.stream()
                .filter(query -> query.neighbours().stream().anyMatch(each -> each.distance() == threshold))
                .map(query -> sample.matcher().match(query.neighbours()).orElseThrow())
                .toList();
        assertThat(defining).isNotEmpty().allMatch(match -> match.isWithin(threshold));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNotDependOnTheOrderOfTheQueries(Sample sample) {
        List<LabelledQuery> shuffled = new ArrayList<>(sample.queries());
        Collections.shuffle(shuffled, new Random(sample.seed()));
        List<Target> targets = targets();

        assertThat(Calibration.of(shuffled, sample.matcher(), sample.metric(), ALL, targets))
                .isEqualTo(sample.calibrate(targets));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldHoldATargetThatItReportsAsMetAndNoOther(Sample sample) {
        Calibration calibration = sample.calibrate(targets());

        for (TargetOutcome outcome : calibration.outcomes()) {
            ClassificationMetric metric = outcome.target().metric();
            double bound = outcome.target().bound();
            switch (outcome) {
                case TargetOutcome.Met met -> {
                    assertThat(metric.isAsGoodAs(met.cutpoint().value(metric), bound))
                            .isTrue();
                    assertThat(met.cutpoint().counts())
                            .isEqualTo(countOneByOne(sample, met.cutpoint().distance()));
                }
                case TargetOutcome.Unmet unmet -> {
                    assertThat(metric.isAsGoodAs(unmet.best(), bound)).isFalse();
                    assertThat(calibration.curve().points())
                            .filteredOn(point -> point.counts().accepted() > 0)
                            .noneMatch(point -> metric.isAsGoodAs(metric.of(point.counts()), bound));
                }
            }
        }
    }

    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (ClassificationMetric metric : ClassificationMetric.values()) {
            for (double bound : new double[] {0, 0.3, 0.5, 0.9, 1}) {
                targets.add(new Target(metric.id() + bound, metric, bound));
            }
        }
        return targets;
    }

    private static ClassificationCounts countOneByOne(Sample sample, float threshold) {
        int[][] counts = new int[2][2];
        for (LabelledQuery query : sample.queries()) {
            Optional<Match> match = sample.matcher().match(query.neighbours());
            boolean accepted = match.isPresent() && match.get().distance() <= threshold;
            counts[isRight(query, match) ? 1 : 0][accepted ? 1 : 0]++;
        }
        return new ClassificationCounts(counts[1][1], counts[0][1], counts[0][0], counts[1][0]);
    }

    private static boolean isRight(LabelledQuery query, Optional<Match> match) {
        return match.map(found -> found.label().equals(query.actual())).orElse(false);
    }
}
