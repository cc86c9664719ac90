package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProgressClockTest {
    @Test
    void shouldRiseInALineThenFallAlongHalfACosine() {
        // 0.01 + 0.99 * share / 0.1 up to a tenth, then 0.01 + 0.99 * (1 + cos(pi * (share - 0.1) / 0.9)) / 2
        assertThat(ProgressClock.rate(0)).isEqualTo(0.01, within(1e-12));
        assertThat(ProgressClock.rate(0.05)).isEqualTo(0.505, within(1e-12));
        assertThat(ProgressClock.rate(0.1)).isEqualTo(1, within(1e-12));
        assertThat(ProgressClock.rate(0.4)).isEqualTo(0.7525, within(1e-12));
        assertThat(ProgressClock.rate(0.55)).isEqualTo(0.505, within(1e-12));
        assertThat(ProgressClock.rate(1)).isEqualTo(0.01, within(1e-12));
        assertThat(ProgressClock.rate(1.2)).isEqualTo(0.01, within(1e-12));
    }
}
