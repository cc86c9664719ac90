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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionCalibrationTest {
    /**
     * Taken for "near": 20 right ones at 1/64 to 20/64. For "far": 20 right ones at 41/64 to 60/64. For "rare": 19, one
     * too few. For "never": 20 wrong ones, at 1.
     */
    private static final List<LabelledQuery> QUERIES = queries();

    private static final Calibration CALIBRATION =
            Calibration.of(QUERIES, Matcher.NEAREST, ClassificationMetric.F1, Set.of(), List.of());

    @Test
    void shouldGiveEachClassWithEnoughQueriesItsOwnThreshold() {
        assertThat(ClassThresholds.of(CALIBRATION, QUERIES).distances())
                .isEqualTo(Map.of("near", 20 / 64f, "far", 60 / 64f));
    }

    @Test
    void shouldGoByTheOptimalThresholdForOtherClasses() {
        VersionCalibration calibration = calibration(ClassThresholds.of(CALIBRATION, QUERIES));
        float optimal = CALIBRATION.optimal().distance();

        assertThat(calibration.cutpointNames()).containsExactly("optimal", "per_class");
        assertThat(calibration.threshold("per_class", new Match("near", 0.1f))).contains(20 / 64f);
        assertThat(calibration.threshold("per_class", new Match("rare", 0.1f))).contains(optimal);
        assertThat(calibration.threshold("per_class", new Match("unheard", 0.1f)))
                .contains(optimal);
        assertThat(calibration.threshold("optimal", new Match("near", 0.1f))).contains(optimal);
        assertThat(calibration.threshold("strict", new Match("near", 0.1f))).isEmpty();
        assertThat(calibration.key()).isEqualTo("fashion/7/default");
    }

    @Test
    void shouldHaveNoClassThresholdsUnlessAskedFor() {
        VersionCalibration calibration = calibration(ClassThresholds.NONE);

        assertThat(calibration.cutpointNames()).containsExactly("optimal");
        assertThat(calibration.threshold("per_class", new Match("near", 0.1f))).isEmpty();
    }

    /** Every match of a class that is not there is wrong: what is accepted is accepted wrongly. */
    @Test
    void shouldCountWhatIsAcceptedOfUnknownClasses() {
        float optimal = CALIBRATION.optimal().distance();
        List<LabelledQuery> strangers = List.of(
                new LabelledQuery("bag", List.of(new LabelledNeighbour("near", optimal))),
                new LabelledQuery("bag", List.of(new LabelledNeighbour("near", Math.nextUp(optimal)))),
                new LabelledQuery("coat", List.of()),
                new LabelledQuery("coat", List.of(new LabelledNeighbour("far", 1.5f))));

        assertThat(UnknownClasses.measure(CALIBRATION, strangers))
                .isEqualTo(new UnknownClasses(Set.of("bag", "coat"), 4, Map.of("optimal", 0.25)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a/b", "a b", "é"})
    void shouldRefuseNamesThatCannotBe(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> VersionCalibration.requireName(name));
    }

    private static VersionCalibration calibration(ClassThresholds classes) {
        return new VersionCalibration(
                new ModelVersion("fashion", "7"),
                "default",
                1,
                CALIBRATION,
                Map.of(),
                classes,
                Optional.empty(),
                new CalibrationSample(CalibrationSample.Source.GIVEN, QUERIES.size(), 0),
                new CommitPosition(1, 1, Map.of()),
                Instant.EPOCH);
    }

    private static List<LabelledQuery> queries() {
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            queries.add(query("near", "near", i / 64f));
            queries.add(query("far", "far", (40 + i) / 64f));
            queries.add(query("other", "never", 1));
            if (i < 20) {
                queries.add(query("rare", "rare", i / 64f));
            }
        }
        return queries;
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
