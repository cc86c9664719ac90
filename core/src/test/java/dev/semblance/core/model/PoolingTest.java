package dev.semblance.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingTest {
    @ParameterizedTest
    @ValueSource(strings = {"flatten", "avg", "max", "gem(3.0)", "gem(-0.5)", "gem(Infinity)", "gem(-Infinity)"})
    void shouldGiveBackItsText(String text) {
        assertThat(Pooling.parse(text)).hasToString(text);
    }

    @Test
    void shouldTakeThePowerOfTheReferenceForGem() {
        assertThat(Pooling.parse("gem")).isEqualTo(new Pooling.Gem(3));
        assertThat(Pooling.parse("gem(2)")).isEqualTo(new Pooling.Gem(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mean", "gem()", "gem(x)", "gem(NaN)", "GEM"})
    void shouldRefuseOtherTexts(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pooling.parse(text))
                .withMessageStartingWith("unknown pooling '" + text + "'");
    }
}
