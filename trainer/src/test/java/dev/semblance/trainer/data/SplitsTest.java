package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import java.util.ArrayList;
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
                .map(SplitsTest::ids)
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

    private static Dataset dataset(int... sizes) {
        List<LabelledImage> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int label = 0; label < sizes.length; label++) {
            classes.add("class-" + label);
            for (int i = 0; i < sizes[label]; i++) {
                images.add(new DecodedImage(
                        label + "-" + i, "class-" + label, new Pixels(1, 1, 1, new byte[] {(byte) i})));
            }
        }
        return new Dataset("some", images, classes);
    }

    private static List<Integer> counts(Dataset dataset) {
        return dataset.positionsByClass().values().stream().map(List::size).toList();
    }

    private static List<String> ids(Dataset dataset) {
        return dataset.images().stream().map(LabelledImage::id).toList();
    }
}
