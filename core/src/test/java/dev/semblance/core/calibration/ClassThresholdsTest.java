package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassThresholdsTest {
    @Test
    void shouldFindTheBestThresholdOfEachClass() {
        List<LabelledQuery> queries = new ArrayList<>();
        // cat: F1 at 0.1 is 2 * 12 / (12 + 12), at 0.3 2 * 12 / (20 + 12)
        queries.addAll(Collections.nCopies(12, query("cat", "cat", 0.1f)));
        queries.addAll(Collections.nCopies(8, query("owl", "cat", 0.3f)));
        // dog: F1 at 0.2 is 2 * 5 / (5 + 18), at 0.4 2 * 5 / (7 + 18), at 0.6 2 * 18 / (20 + 18)
        queries.addAll(Collections.nCopies(5, query("dog", "dog", 0.2f)));
        queries.addAll(Collections.nCopies(2, query("owl", "dog", 0.4f)));
        queries.addAll(Collections.nCopies(13, query("dog", "dog", 0.6f)));

        assertThat(thresholds(queries, ClassificationMetric.F1)).isEqualTo(Map.of("cat", 0.1f, "dog", 0.6f));
        // 12 of 12; 5 of 5
        assertThat(thresholds(queries, ClassificationMetric.PRECISION)).isEqualTo(Map.of("cat", 0.1f, "dog", 0.2f));
    }

    @Test
    void shouldGoByTheClassThatTheMatchSpeaksForAndNotByTheActualOne() {
        // Forty cats ask, and half of them are taken for dogs: no dog has asked, so none is right.
        List<LabelledQuery> queries = new ArrayList<>(Collections.nCopies(20, query("cat", "cat", 0.1f)));
        queries.addAll(Collections.nCopies(20, query("cat", "dog", 0.05f)));

        assertThat(thresholds(queries, ClassificationMetric.F1)).isEqualTo(Map.of("cat", 0.1f));
    }

    @Test
    void shouldGiveNoThresholdToAClassThatFewerThanTwentySpeakFor() {
        List<LabelledQuery> queries = new ArrayList<>(Collections.nCopies(19, query("cat", "cat", 0.1f)));
        assertThat(thresholds(queries, ClassificationMetric.F1)).isEmpty();

        queries.add(query("owl", "cat", 0.3f));
        assertThat(thresholds(queries, ClassificationMetric.F1)).isEqualTo(Map.of("cat", 0.1f));
    }

    @Test
    void shouldCountNoQueryThatFoundNothing() {
        List<LabelledQuery> queries = new ArrayList<>(Collections.nCopies(19, query("cat", "cat", 0.1f)));
        queries.add(new LabelledQuery("cat", List.of()));

        assertThat(thresholds(queries, ClassificationMetric.F1)).isEmpty();
    }

    @Test
    void shouldGoByTheVoteWhereTheMatcherDoes() {
        // The nearest is a dog; two of three are cats, at a mean of 0.3 that the threshold 0.4 is the first to reach.
        LabelledQuery voted = new LabelledQuery(
                "cat",
                List.of(
                        new LabelledNeighbour("dog", 0.1f),
                        new LabelledNeighbour("cat", 0.4f),
                        new LabelledNeighbour("cat", 0.4f)));
        List<LabelledQuery> queries = Collections.nCopies(20, voted);
        Calibration calibration =
                Calibration.of(queries, Matcher.MAJORITY_VOTE, ClassificationMetric.F1, Set.of(), List.of());

        assertThat(ClassThresholds.of(calibration, queries).distances()).isEqualTo(Map.of("cat", 0.4f));
    }

    @Test
    void shouldUseTheOtherThresholdForAClassThatHasNone() {
        ClassThresholds thresholds = new ClassThresholds(Map.of("cat", 0.1f));

        assertThat(thresholds.distance("cat", 0.5f)).isEqualTo(0.1f);
        assertThat(thresholds.distance("dog", 0.5f)).isEqualTo(0.5f);
        assertThat(ClassThresholds.NONE.distance("cat", 0.5f)).isEqualTo(0.5f);
    }

    private static Map<String, Float> thresholds(List<LabelledQuery> queries, ClassificationMetric metric) {
        Calibration calibration = Calibration.of(queries, Matcher.NEAREST, metric, Set.of(), List.of());
        return ClassThresholds.of(calibration, queries).distances();
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
