package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.OperatorException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void shouldEndWithWhatComesFirst() {
        Budget both = new Budget(4, 50, Duration.ofSeconds(10));

        assertThat(both.progress(100, Duration.ofSeconds(2))).isEqualTo(0.5, within(1e-12));
        assertThat(both.progress(100, Duration.ofSeconds(8))).isEqualTo(0.8, within(1e-12));
        assertThat(both.progress(300, Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void shouldCountOneKindOfLimitOnly() {
        assertThat(new Budget(4, 50, Duration.ZERO).progress(50, Duration.ofDays(1)))
                .isEqualTo(0.25, within(1e-12));
        assertThat(new Budget(0, 50, Duration.ofSeconds(10)).progress(1_000_000, Duration.ofSeconds(5)))
                .isEqualTo(0.5, within(1e-12));
    }

    @Test
    void shouldRefuseARunWithoutAnEnd() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Budget(0, 50, Duration.ZERO))
                .withMessageContaining("not 0 epochs and 0 seconds");
        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> new Budget(1, 0, Duration.ZERO));
    }
}
