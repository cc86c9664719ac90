package dev.semblance.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.core.index.CommitPosition;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.Matcher;
import dev.semblance.core.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionCalibrationTest {
    private static final ClassThresholds CATS = new ClassThresholds(Map.of("cat", 0.25f));

    @Test
    void shouldNameTheCutpointsThatThereAre() {
        assertThat(calibration("night", 1, ClassThresholds.NONE).cutpointNames())
                .containsExactly("optimal", "all");
        assertThat(calibration("night", 1, CATS).cutpointNames()).containsExactly("optimal", "all", "per_class");
    }

    @Test
    void shouldTakeTheThresholdOfTheCutpoint() {
        VersionCalibration calibration = calibration("night", 1, CATS);

        for (String label : List.of("cat", "dog")) {
            assertThat(calibration.threshold("optimal", new Match(label, 0.3f))).contains(0.1f);
            assertThat(calibration.threshold("all", new Match(label, 0.3f))).contains(0.5f);
        }
    }

    @Test
    void shouldTakeTheThresholdOfTheClassAndTheOptimalOneForOthers() {
        VersionCalibration calibration = calibration("night", 1, CATS);

        assertThat(calibration.threshold("per_class", new Match("cat", 0.3f))).contains(0.25f);
        assertThat(calibration.threshold("per_class", new Match("dog", 0.3f))).contains(0.1f);
    }

    @Test
    void shouldHaveNoThresholdOfACutpointThatIsNotThere() {
        Match match = new Match("cat", 0.3f);

        assertThat(calibration("night", 1, CATS).threshold("strict", match)).isEmpty();
        // Its target cannot be met.
        assertThat(calibration("night", 1, CATS).threshold("never", match)).isEmpty();
        assertThat(calibration("night", 1, ClassThresholds.NONE).threshold("per_class", match))
                .isEmpty();
    }

    @Test
    void shouldBeToldApartByVersionAndName() {
        assertThat(calibration("night", 1, CATS).key()).isEqualTo("fashion/3/night");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "default", "A.b_c-9"})
    void shouldTakeANameOfLettersDigitsAndPunctuation(String name) {
        assertThat(VersionCalibration.requireName(name)).isSameAs(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-a", "_a", ".hidden", "a/b", "a b", "a\n", "é", "../up"})
    void shouldRefuseAnyOtherName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration(name, 1, CATS))
                .withMessageContaining("not '" + name + "'");
    }

    @Test
    void shouldTakeNamesOf64CharactersAtMost() {
        assertThat(VersionCalibration.requireName("x".repeat(64))).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> VersionCalibration.requireName("x".repeat(65)));
    }

    @Test
    void shouldRefuseAMatcherThatSeesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration("night", 0, CATS))
                .withMessageContaining("not 0");
    }

    /** F1 is 1 at 0.1 and 2/3 at 0.5, where the coverage is complete. */
    private static VersionCalibration calibration(String name, int k, ClassThresholds classThresholds) {
        List<LabelledQuery> queries = List.of(
                new LabelledQuery("cat", List.of(new LabelledNeighbour("cat", 0.1f))),
                new LabelledQuery("cat", List.of(new LabelledNeighbour("dog", 0.5f))));
        List<Target> targets = List.of(
                new Target("all", ClassificationMetric.COVERAGE, 1),
                new Target("never", ClassificationMetric.COVERAGE, 1.5));
        return new VersionCalibration(
                new ModelVersion("fashion", "3"),
                name,
                k,
                Calibration.of(queries, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), targets),
                Map.of(),
                classThresholds,
                Optional.empty(),
                new CalibrationSample(CalibrationSample.Source.GIVEN, 2, 0),
                new CommitPosition(1, 2, Map.of(0, 3L)),
                Instant.EPOCH);
    }
}
