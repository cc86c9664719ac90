package dev.semblance.trainer.training;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
    @Test
    void shouldSayWhichValueIsWrong() {
        assertRefused("not 0", () -> TrainingPlan.DEFAULT.withSeconds(0));
        assertRefused("dimension is 2 to 1024, not 1025", () -> new TrainingPlan(1, 1, 1025, 10, 8, 1e-3, "cpu"));
        assertRefused("at least 2 classes, not 1", () -> new TrainingPlan(1, 1, 64, 1, 8, 1e-3, "cpu"));
        assertRefused("at least 2 examples of a class, not 1", () -> new TrainingPlan(1, 1, 64, 10, 1, 1e-3, "cpu"));
        assertRefused("not 100000 x 100000", () -> new TrainingPlan(1, 1, 64, 100_000, 100_000, 1e-3, "cpu"));
        assertRefused("not NaN", () -> new TrainingPlan(1, 1, 64, 10, 8, Double.NaN, "cpu"));
    }

    private static void assertRefused(String part, Runnable plan) {
        assertThatExceptionOfType(OperatorException.class).isThrownBy(plan::run).withMessageContaining(part);
    }
}
