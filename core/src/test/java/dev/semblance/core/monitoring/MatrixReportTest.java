package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatrixReportTest {
    /**
     * Of 20 queries, 15 are accepted and 11 of these right. Nobody asked for a fox, but one was seen; the wolf was
     * never found.
     */
    private static final MatrixReport REPORT = MatrixReport.of(new ConfusionMatrix(Map.of(
            cell("cat", "cat"), 6L,
            cell("cat", "dog"), 2L,
            noMatch("cat"), 2L,
            cell("dog", "dog"), 5L,
            cell("dog", "fox"), 1L,
            cell("dog", "cat"), 1L,
            noMatch("wolf"), 3L)));

    @Test
    void shouldCountWhatIsLabelledAcceptedAndRight() {
        assertThat(REPORT.labelled()).isEqualTo(20);
        assertThat(REPORT.accepted()).isEqualTo(15);
        assertThat(REPORT.right()).isEqualTo(11);
        assertThat(REPORT.accuracy()).isEqualTo(11 / 20.0);
        assertThat(REPORT.precision()).isEqualTo(11 / 15.0);
        assertThat(REPORT.coverage()).isEqualTo(15 / 20.0);
        assertThat(REPORT.noMatchRate()).isEqualTo(5 / 20.0);
        assertThat(REPORT.noMatch()).isEqualTo(new Share(5, 20));
    }

    @Test
    void shouldReportEveryClassThatAskedOrWasTakenFor() {
        assertThat(REPORT.classes())
                .containsExactly(
                        new ClassReport("cat", 10, 7, 6),
                        new ClassReport("dog", 7, 7, 5),
                        new ClassReport("fox", 0, 1, 0),
                        new ClassReport("wolf", 3, 0, 0));
        assertThat(REPORT.of("dog")).contains(new ClassReport("dog", 7, 7, 5));
        assertThat(REPORT.of("hen")).isEmpty();
    }

    @Test
    void shouldDivideByWhatWasTakenForAClassAndByWhatIsOfIt() {
        ClassReport cat = REPORT.of("cat").orElseThrow();

        assertThat(cat.precision()).isEqualTo(6 / 7.0);
        assertThat(cat.recall()).isEqualTo(6 / 10.0);
        assertThat(cat.f1()).isEqualTo(12 / 17.0);
    }

    @Test
    void shouldAverageF1OverAllClassesAlike() {
        assertThat(REPORT.macroF1()).isCloseTo((12 / 17.0 + 10 / 14.0 + 0 + 0) / 4, within(1e-15));
    }

    @Test
    void shouldTakeARatioOfNothingForZero() {
        MatrixReport nothing = MatrixReport.of(new ConfusionMatrix(Map.of()));

        assertThat(nothing.accuracy()).isZero();
        assertThat(nothing.precision()).isZero();
        assertThat(nothing.coverage()).isZero();
        assertThat(nothing.noMatchRate()).isZero();
        assertThat(nothing.macroF1()).isZero();
        assertThat(nothing.mostConfused(3)).isEmpty();
        assertThat(new ClassReport("fox", 0, 1, 0).recall()).isZero();
        assertThat(new ClassReport("wolf", 3, 0, 0).precision()).isZero();
        assertThat(new ClassReport("hen", 0, 0, 0).f1()).isZero();
    }

    @Test
    void shouldListConfusionsByCountThenByNameWithNoMatchLast() {
        assertThat(REPORT.confusions())
                .containsExactly(
                        new Confusion("wolf", Optional.empty(), 3),
                        new Confusion("cat", Optional.of("dog"), 2),
                        new Confusion("cat", Optional.empty(), 2),
                        new Confusion("dog", Optional.of("cat"), 1),
                        new Confusion("dog", Optional.of("fox"), 1));
        assertThat(REPORT.mostConfused(2))
                .containsExactly(
                        new Confusion("wolf", Optional.empty(), 3), new Confusion("cat", Optional.of("dog"), 2));
        assertThat(REPORT.mostConfused(9)).hasSize(5);
    }

    @Test
    void shouldCountBeyondWhatAnIntHolds() {
        MatrixReport many = MatrixReport.of(
                new ConfusionMatrix(Map.of(cell("cat", "cat"), 3_000_000_000L, noMatch("cat"), 1_000_000_000L)));

        assertThat(many.labelled()).isEqualTo(4_000_000_000L);
        assertThat(many.accuracy()).isEqualTo(0.75);
    }

    @Test
    void shouldNotListWhatNeverHappened() {
        MatrixReport emptied =
                MatrixReport.of(new ConfusionMatrix(Map.of(cell("cat", "dog"), 0L, cell("cat", "cat"), 1L)));

        assertThat(emptied.confusions()).isEmpty();
    }

    @Test
    void shouldRefuseCountsThatContradictEachOther() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassReport("cat", 3, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassReport("cat", 1, 3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(-1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MatrixReport.of(new ConfusionMatrix(Map.of(cell("cat", "cat"), -1L))));
    }

    private static Cell cell(String actual, String predicted) {
        return new Cell(actual, Optional.of(predicted));
    }

    private static Cell noMatch(String actual) {
        return new Cell(actual, Optional.empty());
    }
}
