package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {
    private static final RetrievalMetrics METRICS = new RetrievalMetrics(List.of(
            new RankedLabels("cat", List.of("cat", "dog", "dog")),
            new RankedLabels("cat", List.of("dog", "cat", "cat")),
            new RankedLabels("dog", List.of("cat", "cat", "dog")),
            new RankedLabels("owl", List.of("cat", "dog", "cat"))));

    @Test
    void shouldCountQueriesWithAHitAmongTheFirstK() {
        assertThat(METRICS.recallAt(1)).isEqualTo(0.25);
        assertThat(METRICS.recallAt(2)).isEqualTo(0.5);
        assertThat(METRICS.recallAt(3)).isEqualTo(0.75);
    }

    @Test
    void shouldRefuseAKBeyondTheNeighbours() {
        assertThatIllegalArgumentException().isThrownBy(() -> METRICS.recallAt(4));
        assertThatIllegalArgumentException().isThrownBy(() -> METRICS.recallAt(0));
    }

    @Test
    void shouldRefuseToJudgeNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrievalMetrics(List.of()));
    }
}
