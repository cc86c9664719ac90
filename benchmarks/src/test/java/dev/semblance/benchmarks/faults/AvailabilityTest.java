package dev.semblance.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private final Availability availability = new Availability();

    @Test
    void shouldTellTheLongestTimeBetweenTwoAnswers() {
        availability.answered(1_000);
        availability.answered(1_200);
        availability.answered(1_900);
        availability.answered(2_000);

        assertThat(availability.longestWithout(2_100)).isEqualTo(Duration.ofNanos(700));
    }

    @Test
    void shouldCountAnAnswerThatHasNotCome() {
        availability.answered(1_000);
        availability.answered(1_200);

        assertThat(availability.longestWithout(5_200)).isEqualTo(Duration.ofNanos(4_000));
    }

    @Test
    void shouldNotCountTheTimeBeforeTheFirstAnswer() {
        assertThat(availability.longestWithout(5_000)).isEqualTo(Duration.ZERO);
    }
}
