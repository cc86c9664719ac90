package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(2, 10 * 1024);

    @Test
    void shouldRefuseAtOnceWhatIsTooMuchAndGoOnWhenOneHasLeft() {
        admission.inPlace(() -> admission.inPlace(() -> {
            assertThat(admission.inWork()).isEqualTo(2);
            assertRefused(() -> admission.inPlace(() -> "third"), ProblemType.TOO_MANY_REQUESTS);
            return "second";
        }));

        assertThat(admission.inWork()).isZero();
        assertThat(admission.<String>inPlace(() -> "third")).isEqualTo("third");
    }

    @Test
    void shouldGiveBackItsPlaceWhateverHappens() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> admission.inPlace(() -> {
                        throw new IllegalStateException("broken");
                    }));
        }
        assertThat(admission.inWork()).isZero();
    }

    @Test
    void shouldHoldNoMoreThanThereIsMemoryFor() {
        try (Admission.Memory one = admission.memory();
                Admission.Memory other = admission.memory()) {
            one.hold(6 * 1024);
            assertRefused(() -> other.hold(4 * 1024 + 1), ProblemType.TOO_MANY_REQUESTS);
            other.hold(4 * 1024);
            one.hold(1024); // the answer, which takes the body's place
            other.hold(9 * 1024);
        }
        try (Admission.Memory all = admission.memory()) {
            assertRefused(() -> all.hold(10 * 1024 + 1), ProblemType.TOO_LARGE);
            all.hold(10 * 1024);
        }
    }

    private static void assertRefused(Runnable action, ProblemType type) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(type));
    }
}
