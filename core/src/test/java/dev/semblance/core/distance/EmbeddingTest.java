package dev.semblance.core.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    @Test
    void shouldMultiplyTermByTerm() {
        // 0.6 * 0.8 + 0.8 * -0.6 = 0, and 0.6 * 0 + 0.8 * 1 = 0.8
        Embedding embedding = Embedding.of(0.6f, 0.8f);

        assertThat(embedding.dot(Embedding.of(0.8f, -0.6f))).isCloseTo(0f, within(1e-7f));
        assertThat(embedding.dot(Embedding.of(0, 1))).isEqualTo(0.8f);
    }

    @Test
    void shouldWriteFloat32LittleEndian() {
        // IEEE 754: 1.0f is 3f800000, 0 is 00000000
        assertThat(Embedding.of(1, 0).toBytes()).isEqualTo(HexFormat.of().parseHex("0000803f00000000"));
    }

    @Test
    void shouldReadWhatItWrites() {
        Embedding embedding = Embedding.of(0.6f, -0.8f);

        assertThat(Embedding.fromBytes(embedding.toBytes()))
                .isEqualTo(embedding)
                .hasSameHashCodeAs(embedding);
    }

    @Test
    void shouldRefuseHalfAValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.fromBytes(new byte[7]));
    }

    @Test
    void shouldRefuseWhatIsNoUnitVector() {
        assertThatIllegalArgumentException().isThrownBy(Embedding::of);
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(1, 0.1f));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(Float.NaN, 1));
    }

    @Test
    void shouldNotChangeWithTheArraysAroundIt() {
        float[] values = {1, 0};
        Embedding embedding = Embedding.of(values);
        values[0] = 5;
        embedding.toArray()[0] = 7;

        assertThat(embedding.toArray()).containsExactly(1, 0);
    }
}
