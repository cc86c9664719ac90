package dev.semblance.core.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistanceTest {
    @Test
    void shouldGoFromZeroToTwo() {
        Embedding east = Embedding.of(1, 0);

        assertThat(Distance.COSINE.between(east, Embedding.of(1, 0))).isZero();
        assertThat(Distance.COSINE.between(east, Embedding.of(0.6f, 0.8f))).isCloseTo(0.4f, within(1e-6f));
        assertThat(Distance.COSINE.between(east, Embedding.of(0, 1))).isEqualTo(1);
        assertThat(Distance.COSINE.between(east, Embedding.of(-1, 0))).isEqualTo(2);
    }

    @Test
    void shouldNotGoBelowZeroByRounding() {
        Embedding longish = Embedding.of(1.0001f, 0);

        assertThat(Distance.COSINE.between(longish, longish)).isZero();
    }

    @Test
    void shouldRefuseDifferentDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distance.COSINE.between(Embedding.of(1, 0), Embedding.of(1, 0, 0)))
                .withMessageContaining("2 and 3");
    }
}
