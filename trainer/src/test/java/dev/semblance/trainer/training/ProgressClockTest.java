package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProgressClockTest {
    @Test
    void shouldFallAlongHalfACosine() {
        // 0.01 + 0.99 * (1 + cos(pi * share)) / 2
        assertThat(ProgressClock.cosine(0)).isEqualTo(1, within(1e-12));
        assertThat(ProgressClock.cosine(1 / 3.0)).isEqualTo(0.7525, within(1e-12));
        assertThat(ProgressClock.cosine(0.5)).isEqualTo(0.505, within(1e-12));
        assertThat(ProgressClock.cosine(1)).isEqualTo(0.01, within(1e-12));
        assertThat(ProgressClock.cosine(1.2)).isEqualTo(0.01, within(1e-12));
    }
}
