package dev.semblance.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.Pixels;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final Dataset DATASET =
            dataset(image("1", "a", 1), image("2", "a", 2), image("3", "a", 3), image("4", "b", 4), image("5", "a", 5));

    @Test
    void shouldKeepTheFirstOfEachClassInTurn() {
        assertThat(DATASET.limitedTo(3).images()).extracting(LabelledImage::id).containsExactly("1", "2", "4");
        assertThat(DATASET.limitedTo(4).images()).extracting(LabelledImage::id).containsExactly("1", "2", "3", "4");
        assertThat(DATASET.limitedTo(5)).isEqualTo(DATASET);
    }

    @Test
    void shouldHaveTheFingerprintOfItsContents() {
        Dataset same = dataset(image("1", "a", 1), image("2", "b", 2));

        assertThat(same.fingerprint())
                .isEqualTo(dataset(image("1", "a", 1), image("2", "b", 2)).fingerprint())
                .isNotEqualTo(dataset(image("1", "a", 1), image("2", "a", 2)).fingerprint())
                .isNotEqualTo(dataset(image("1", "a", 1), image("2", "b", 3)).fingerprint())
                .isNotEqualTo(dataset(image("1", "a", 1)).fingerprint());
    }

    @Test
    void shouldKeepOrDropClasses() {
        Dataset three = new Dataset(
                "some",
                List.of(image("1", "a", 1), image("2", "b", 2), image("3", "c", 3), image("4", "a", 4)),
                List.of("a", "b", "c"));

        Dataset kept = three.withClasses(List.of("c", "a"));
        assertThat(kept.classes()).containsExactly("a", "c");
        assertThat(kept.images()).extracting(LabelledImage::id).containsExactly("1", "3", "4");
        assertThat(kept.labels()).containsExactly(0, 1, 0);
        assertThat(three.withoutClasses(List.of("b"))).isEqualTo(kept);
    }

    @Test
    void shouldRefuseClassesThatLeaveTooLittle() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> DATASET.withClasses(List.of("a", "owl")))
                .withMessageContaining("no class 'owl'")
                .withMessageContaining("a, b");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> DATASET.withoutClasses(List.of("a")))
                .withMessageContaining("1 are left");
    }

    private static Dataset dataset(LabelledImage... images) {
        return new Dataset("some", List.of(images), List.of("a", "b"));
    }

    private static LabelledImage image(String id, String label, int shade) {
        return new DecodedImage(id, label, new Pixels(1, 1, 1, new byte[] {(byte) shade}));
    }
}
