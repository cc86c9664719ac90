package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownClassesTest {
    /** Precision is 1 of 1 at 0.1, 1 of 2 at 0.2 and 2 of 3 at 0.4, where alone the coverage is complete. */
    private static final Calibration CALIBRATION = Calibration.of(
            List.of(query("cat", "cat", 0.1f), query("cat", "dog", 0.2f), query("dog", "dog", 0.4f)),
            Matcher.NEAREST,
            ClassificationMetric.PRECISION,
            Set.of(),
            List.of(
                    new Target("all", ClassificationMetric.COVERAGE, 1),
                    new Target("never", ClassificationMetric.COVERAGE, 1.5)));

    @Test
    void shouldMeasureTheShareThatEachCutpointAccepts() {
        UnknownClasses unknown = UnknownClasses.measure(
                CALIBRATION,
                List.of(
                        query("owl", "cat", 0.1f),
                        query("owl", "dog", Math.nextUp(0.1f)),
                        query("fox", "cat", 0.4f),
                        query("fox", "cat", 0.5f),
                        new LabelledQuery("fox", List.of())));

        // Within 0.1 is 1 of 5, within 0.4 are 3; the query that found nothing is refused everywhere.
        assertThat(unknown).isEqualTo(new UnknownClasses(Set.of("fox", "owl"), 5, Map.of("optimal", 0.2, "all", 0.6)));
    }

    @Test
    void shouldAcceptNothingWhereNothingWasFound() {
        UnknownClasses unknown = UnknownClasses.measure(CALIBRATION, List.of(new LabelledQuery("owl", List.of())));

        assertThat(unknown.acceptRates()).isEqualTo(Map.of("optimal", 0.0, "all", 0.0));
    }

    @Test
    void shouldRefuseToMeasureWithoutQueries() {
        assertThatIllegalArgumentException().isThrownBy(() -> UnknownClasses.measure(CALIBRATION, List.of()));
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
