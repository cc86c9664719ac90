package dev.semblance.core.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.Cutpoint;
import dev.semblance.core.evaluation.ConfusionMatrix;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
    /** Promises a precision of 0.9 and a coverage of 0.5. */
    private static final Cutpoint PROMISED = new Cutpoint("optimal", 0.2f, new ClassificationCounts(45, 5, 40, 10));

    @Test
    void shouldBeAboveZeroWhereLessIsRightThanWasPromised() {
        CalibrationError error = new CalibrationError(PROMISED, observed(6, 2, 2));

        assertThat(error.ofPrecision().orElseThrow()).isCloseTo(0.9 - 0.75, within(1e-15));
        assertThat(error.ofCoverage().orElseThrow()).isCloseTo(0.5 - 0.8, within(1e-15));
    }

    @Test
    void shouldBeAbsentWhereThereIsNothingToCompare() {
        CalibrationError refused = new CalibrationError(PROMISED, observed(0, 0, 4));
        CalibrationError nothing = new CalibrationError(PROMISED, observed(0, 0, 0));

        assertThat(refused.ofPrecision()).isEmpty();
        assertThat(refused.ofCoverage()).hasValue(0.5);
        assertThat(nothing.ofPrecision()).isEmpty();
        assertThat(nothing.ofCoverage()).isEmpty();
    }

    private static MatrixReport observed(long right, long wrong, long refused) {
        return MatrixReport.of(new ConfusionMatrix(Map.of(
                new Cell("cat", Optional.of("cat")), right,
                new Cell("cat", Optional.of("dog")), wrong,
                new Cell("cat", Optional.empty()), refused)));
    }
}
