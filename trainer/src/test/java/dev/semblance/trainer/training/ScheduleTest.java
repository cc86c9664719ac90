package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.trainer.training.Schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    /** Worked case of TensorFlow Similarity: 1,000 steps, 500 of them warm-up, floor 0. */
    @ParameterizedTest
    @CsvSource({"0, 0", "250, 0.5", "500, 1", "750, 0.5", "1000, 0", "1250, 0"})
    void shouldWarmUpAndFallAsTheReferenceDoes(int step, double expected) {
        Schedule schedule = new Schedule(Shape.WARM_UP_COSINE, 0.5, 0);

        assertThat(schedule.factor(step / 1000.0)).isEqualTo(expected, within(1e-6));
    }

    @Test
    void shouldFallToTheFloor() {
        Schedule schedule = new Schedule(Shape.COSINE, 0, 0.2);

        assertThat(schedule.factor(0)).isEqualTo(1);
        // 0.8 (1 + cos(pi / 3)) / 2 + 0.2 = 0.8 * 0.75 + 0.2
        assertThat(schedule.factor(1 / 3.0)).isEqualTo(0.8, within(1e-12));
        assertThat(schedule.factor(1)).isEqualTo(0.2, within(1e-12));
    }

    @Test
    void shouldStayWhereItIsFixed() {
        Schedule schedule = new Schedule(Shape.FIXED, 0.5, 0);

        assertThat(schedule.factor(0)).isEqualTo(1);
        assertThat(schedule.factor(1)).isEqualTo(1);
    }

    @Test
    void shouldRefuseSharesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(Shape.FIXED, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(Shape.FIXED, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(Shape.FIXED, 0, 1.1));
    }
}
