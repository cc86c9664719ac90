package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.Target;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldOutEvaluationTest {
    private static final HeldOutEvaluation NEAREST = HeldOutEvaluation.nearest(Distance.COSINE);

    /**
     * The calibration set finds a right cat and a right dog at 0 and a wrong cat at 0.04, so the best threshold is 0.
     * The queries find a right cat at 0, a right cat at 0.04, a right dog at 0 and, for the owl, a wrong cat at 1.
     */
    private static final HeldOutSets SETS = new HeldOutSets(
            List.of(image("cat", 1, 0), image("dog", 0, 1), image("cat", 0.6f, 0.8f)),
            List.of(image("cat", 1, 0), image("dog", 0, 1), image("dog", 0.8f, 0.6f)),
            List.of(image("cat", 1, 0), image("cat", 0.8f, 0.6f), image("dog", 0, 1), image("owl", 0, -1)));

    @Test
    void shouldCalibrateOnOneSetAndMeasureOnTheOther() {
        HeldOutResult result = NEAREST.judge(SETS);

        assertThat(result.calibration().optimal().counts()).isEqualTo(new ClassificationCounts(2, 0, 1, 0));
        assertThat(result.heldOut().counts()).isEqualTo(new ClassificationCounts(2, 0, 1, 1));
        assertThat(result.noMatchShare()).isEqualTo(0.5);
    }

    @Test
    void shouldNameEverythingThatItMeasured() {
        assertThat(NEAREST.judge(SETS).metrics())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        // The owl finds none of its class; the index is too small for the metrics at 5 and 10.
                        Map.entry("recall@1", 0.75),
                        Map.entry("r_precision", 0.75),
                        Map.entry("map@r", 0.75),
                        Map.entry("threshold", 0.0),
                        Map.entry("precision", 1.0),
                        Map.entry("recall", 2 / 3.0),
                        Map.entry("f1", 0.8),
                        Map.entry("binary_accuracy", 0.5),
                        Map.entry("coverage", 0.5),
                        Map.entry("no_match_share", 0.5),
                        Map.entry("calibration_precision", 1.0),
                        Map.entry("calibration_recall", 1.0),
                        Map.entry("calibration_f1", 1.0),
                        Map.entry("calibration_binary_accuracy", 2 / 3.0),
                        Map.entry("calibration_coverage", 2 / 3.0)));
    }

    @Test
    void shouldLookFurtherThanTheMatcherForTheRetrievalMetrics() {
        List<LabelledEmbedding> index = new ArrayList<>(Collections.nCopies(5, image("dog", 0, 1)));
        index.addAll(Collections.nCopies(5, image("cat", 1, 0)));
        List<LabelledEmbedding> lost = List.of(image("cat", 0, 1));

        Map<String, Double> retrieval =
                NEAREST.judge(new HeldOutSets(index, index, lost)).retrieval();

        assertThat(retrieval)
                .containsEntry("recall@1", 0.0)
                .containsEntry("recall@5", 0.0)
                .containsEntry("recall@10", 1.0)
                .containsEntry("precision@10", 0.5)
                .containsEntry("map@r", 0.0);
        assertThat(retrieval.get("map@10"))
                .isCloseTo((1 / 6.0 + 2 / 7.0 + 3 / 8.0 + 4 / 9.0 + 5 / 10.0) / 10, within(1e-12));
    }

    @Test
    void shouldSearchInPortionsWithoutLosingAQuery() {
        List<LabelledEmbedding> many = Collections.nCopies(2500, image("cat", 1, 0));

        HeldOutResult result = NEAREST.judge(new HeldOutSets(SETS.index(), SETS.calibration(), many));

        assertThat(result.heldOut().counts()).isEqualTo(new ClassificationCounts(2500, 0, 0, 0));
        assertThat(result.noMatchShare()).isZero();
        assertThat(result.retrieval()).containsEntry("map@r", 1.0);
    }

    @Test
    void shouldJudgeAWorldOfSomeClasses() {
        HeldOutResult result = NEAREST.judge(SETS.onlyClasses(Set.of("dog")));

        // Without cats the dog that was wrong is right, at 0.4, and so is the threshold.
        assertThat(result.heldOut().distance()).isCloseTo(0.4f, within(1e-6f));
        assertThat(result.heldOut().counts()).isEqualTo(new ClassificationCounts(1, 0, 0, 0));
    }

    @Test
    void shouldAskForSomeClassesAmongAll() {
        HeldOutResult result = NEAREST.judge(SETS.askingFor(Set.of("dog")));

        // The threshold is that of a world with cats.
        assertThat(result.heldOut().distance()).isZero();
        assertThat(result.heldOut().counts()).isEqualTo(new ClassificationCounts(1, 0, 0, 0));
        assertThat(result.retrieval()).containsEntry("recall@1", 1.0);
    }

    @Test
    void shouldLetSeveralNeighboursVoteAndMeetTargets() {
        Target target = new Target("all", ClassificationMetric.COVERAGE, 1);
        HeldOutEvaluation voting = new HeldOutEvaluation(Distance.COSINE, Matcher.MAJORITY_VOTE, 3, List.of(target));

        HeldOutResult result = voting.judge(SETS);

        // All three vote for every query: cat, which is right for one of the three that calibrate and two of the four.
        assertThat(result.calibration().cutpoint("all").orElseThrow().counts())
                .isEqualTo(new ClassificationCounts(1, 2, 0, 0));
        assertThat(result.calibration().matcher()).isEqualTo(Matcher.MAJORITY_VOTE);
    }

    @Test
    void shouldRefuseEmptySets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETS.askingFor(Set.of("cow")))
                .withMessageContaining("query set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETS.onlyClasses(Set.of("owl")))
                .withMessageContaining("index set");
    }

    private static LabelledEmbedding image(String label, float... values) {
        return new LabelledEmbedding(label, Embedding.of(values));
    }
}
