package dev.semblance.core.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledQueryTest {
    private static final LabelledNeighbour NEAR = new LabelledNeighbour("cat", 0.1f);
    private static final LabelledNeighbour FAR = new LabelledNeighbour("dog", 0.2f);

    @Test
    void shouldKeepTheFirstNeighbours() {
        LabelledQuery query = new LabelledQuery("cat", List.of(NEAR, NEAR, FAR));

        assertThat(query.first(2).neighbours()).containsExactly(NEAR, NEAR);
        assertThat(query.first(3)).isEqualTo(query);
        assertThat(query.first(9)).isEqualTo(query);
    }

    @Test
    void shouldRefuseNeighboursOutOfOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledQuery("cat", List.of(FAR, NEAR)))
                .withMessageContaining("0.1 follows 0.2");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseADistanceThatIsNotFinite(float distance) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LabelledNeighbour("cat", distance));
    }
}
