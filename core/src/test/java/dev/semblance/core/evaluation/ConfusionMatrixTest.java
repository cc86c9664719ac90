package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    @Test
    void shouldCountWhatWasTakenForWhatAndWhatForNothing() {
        List<LabelledQuery> queries = List.of(
                query("cat", "cat", 0.1f),
                query("cat", "dog", 0.2f),
                query("cat", "cat", 0.9f),
                query("dog", "fox", 0.3f),
                new LabelledQuery("dog", List.of()));

        ConfusionMatrix matrix = ConfusionMatrix.of(
                queries, query -> Matcher.NEAREST.match(query.neighbours()).filter(match -> match.isWithin(0.5f)));

        assertThat(matrix.labels()).containsExactly("cat", "dog", "fox");
        assertThat(matrix.count("cat", Optional.of("cat"))).isEqualTo(1);
        assertThat(matrix.count("cat", Optional.of("dog"))).isEqualTo(1);
        assertThat(matrix.count("cat", Optional.empty())).isEqualTo(1);
        assertThat(matrix.count("dog", Optional.of("fox"))).isEqualTo(1);
        assertThat(matrix.count("dog", Optional.empty())).isEqualTo(1);
        assertThat(matrix.count("fox", Optional.of("dog"))).isZero();
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
