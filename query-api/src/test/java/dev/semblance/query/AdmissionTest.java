package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(2, 10 * 1024);

    @Test
    void shouldRefuseAtOnceWhatIsTooMuchAndGoOnWhenOneHasLeft() {
        Admission.Guest first = admission.arrive();
        first.enter();
        try (Admission.Guest second = admission.arrive();
                Admission.Guest third = admission.arrive()) {
            second.enter();
            assertThat(admission.inWork()).isEqualTo(2);
            assertRefused(third::enter);

            first.close();

            third.enter();
            assertThat(admission.inWork()).isEqualTo(2);
        }
        assertThat(admission.inWork()).isZero();
    }

    @Test
    void shouldHoldNoMoreBodiesThanThereIsMemoryFor() {
        try (Admission.Guest one = admission.arrive();
                Admission.Guest other = admission.arrive()) {
            one.hold(6 * 1024);
            assertRefused(() -> other.hold(4 * 1024 + 1));
            other.hold(4 * 1024);
        }
        try (Admission.Guest all = admission.arrive()) {
            all.hold(10 * 1024);
        }
    }

    @Test
    void shouldGiveBackItsCoreWhateverHappens() {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Throwable> faults = new ArrayList<>();
        for (int i = 0; i <= cores; i++) {
            try {
                admission.onCore(() -> {
                    throw new IllegalStateException("broken");
                });
            } catch (IllegalStateException e) {
                faults.add(e);
            }
        }

        assertThat(faults).hasSize(cores + 1);
        assertThat(admission.<Integer, RuntimeException>onCore(() -> 7)).isEqualTo(7);
    }

    private static void assertRefused(Runnable action) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
    }
}
