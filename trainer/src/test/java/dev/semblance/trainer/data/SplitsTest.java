package dev.semblance.trainer.data;

import static dev.semblance.trainer.data.Examples.counts;
import static dev.semblance.trainer.data.Examples.dataset;
import static dev.semblance.trainer.data.Examples.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final Dataset DATASET = dataset(20, 13);

    @Test
    void shouldSplitEachClassAlike() {
        Splits splits = Splits.of(DATASET, 1);

        // Of 13: up to 5.2, 10.4, 11.7 and 13, rounded down.
        assertThat(counts(splits.training())).containsExactly(8, 5);
        assertThat(counts(splits.stream())).containsExactly(8, 5);
        assertThat(counts(splits.calibration())).containsExactly(2, 1);
        assertThat(counts(splits.test())).containsExactly(2, 2);
    }

    @Test
    void shouldPutEveryImageInOnePart() {
        Splits splits = Splits.of(DATASET, 1);

        List<String> all = Stream.of(splits.training(), splits.stream(), splits.calibration(), splits.test())
                .map(Examples::ids)
                .flatMap(Collection::stream)
                .toList();
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids(DATASET));
    }

    @Test
    void shouldRepeatWithTheSeed() {
        assertThat(Splits.of(DATASET, 1)).isEqualTo(Splits.of(DATASET, 1));
        assertThat(ids(Splits.of(DATASET, 1).training()))
                .isNotEqualTo(ids(Splits.of(DATASET, 2).training()));
    }

    @Test
    void shouldRefuseAClassThatWouldBeMissingInAPart() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> Splits.of(dataset(20, 9), 1))
                .withMessageContaining("class 'class-1'")
                .withMessageContaining("9 images");
    }
}
