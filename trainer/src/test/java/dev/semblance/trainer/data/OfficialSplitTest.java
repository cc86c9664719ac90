package dev.semblance.trainer.data;

import static dev.semblance.trainer.data.Examples.counts;
import static dev.semblance.trainer.data.Examples.dataset;
import static dev.semblance.trainer.data.Examples.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfficialSplitTest {
    private static final OfficialParts PARTS =
            new OfficialParts(dataset("train-", 50, 50, 100), dataset("test-", 7, 8, 9));
    private static final PartSizes SIZES = new PartSizes(40, 20);

    @Test
    void shouldGiveEachClassItsShare() {
        Splits splits = Splits.official(PARTS, SIZES, 1);

        // Of 200 training images 1/10 calibrate, the other 9/10 train, and 1/5 of all are in the index.
        assertThat(counts(splits.calibration())).containsExactly(5, 5, 10);
        assertThat(counts(splits.training())).containsExactly(45, 45, 90);
        assertThat(counts(splits.stream())).containsExactly(10, 10, 20);
        assertThat(splits.test()).isEqualTo(PARTS.test());
    }

    @Test
    void shouldIndexTrainingImagesAndNoneOfTheOthers() {
        Splits splits = Splits.official(PARTS, SIZES, 1);

        assertThat(ids(splits.stream())).doesNotHaveDuplicates().isSubsetOf(ids(splits.training()));
        assertThat(ids(splits.calibration()))
                .doesNotHaveDuplicates()
                .isSubsetOf(ids(PARTS.training()))
                .doesNotContainAnyElementsOf(ids(splits.training()))
                .doesNotContainAnyElementsOf(ids(splits.stream()));
        assertThat(ids(splits.test())).doesNotContainAnyElementsOf(ids(PARTS.training()));
    }

    @Test
    void shouldReachTheSizesWhereClassesDoNotDivideThem() {
        OfficialParts three = new OfficialParts(dataset(50, 50, 50), dataset(1, 1, 1));
        Splits splits = Splits.official(three, new PartSizes(100, 7), 1);

        assertThat(splits.stream().size()).isEqualTo(100);
        assertThat(splits.calibration().size()).isEqualTo(7);
    }

    @Test
    void shouldRepeatWithTheSeed() {
        assertThat(Splits.official(PARTS, SIZES, 1)).isEqualTo(Splits.official(PARTS, SIZES, 1));
        assertThat(ids(Splits.official(PARTS, SIZES, 1).stream()))
                .isNotEqualTo(ids(Splits.official(PARTS, SIZES, 2).stream()));
    }

    @Test
    void shouldRefuseSizesThatAClassCannotGive() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> Splits.official(PARTS, new PartSizes(190, 20), 1))
                .withMessageContaining("class 'class-0'")
                .withMessageContaining("50 training images");
    }

    @Test
    void shouldHoldOutClassesFromTrainingAndLookThemUpAmongThemselves() {
        ClassHoldOut holdOut = ClassHoldOut.official(
                new OfficialParts(dataset("train-", 50, 50, 50, 50, 50), dataset("test-", 5, 5, 5, 5, 5)),
                List.of("class-1", "class-3"),
                new PartSizes(50, 25),
                1);

        assertThat(holdOut.seen().training().classes()).containsExactly("class-0", "class-2", "class-4");
        assertThat(counts(holdOut.seen().stream())).containsExactly(10, 10, 10);
        assertThat(counts(holdOut.seen().test())).containsExactly(5, 5, 5);
        Splits unseen = holdOut.unseen();
        assertThat(unseen.stream().classes()).containsExactly("class-1", "class-3");
        assertThat(counts(unseen.stream())).containsExactly(10, 10);
        assertThat(counts(unseen.calibration())).containsExactly(5, 5);
        assertThat(counts(unseen.test())).containsExactly(5, 5);
        assertThat(ids(unseen.stream()))
                .doesNotContainAnyElementsOf(ids(unseen.calibration()))
                .doesNotContainAnyElementsOf(ids(unseen.test()))
                .doesNotContainAnyElementsOf(ids(holdOut.seen().training()));
    }

    @Test
    void shouldHoldOutClassesOfARandomSplitToo() {
        ClassHoldOut holdOut = ClassHoldOut.random(dataset(20, 20, 20, 20), List.of("class-0", "class-1"), 1);

        assertThat(counts(holdOut.seen().training())).containsExactly(8, 8);
        assertThat(holdOut.unseen().test().classes()).containsExactly("class-0", "class-1");
    }
}
