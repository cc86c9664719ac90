package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.matching.JudgingCases;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Counts, and shares of the class that was asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"repo-212", "repo-211"})
    void shouldAgreeWithTheWorkedCase(String id) {
        JsonNode inputs = JudgingCases.byId(id).path("inputs");
        JsonNode expected = JudgingCases.byId(id).path("expected").path("matrix");
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 0; i < inputs.path("y_true").size(); i++) {
            String actual = inputs.path("y_true").path(i).asText();
            queries.add(query(actual, inputs.path("y_pred").path(i).asText(), 0.1f));
        }

        ConfusionMatrix matrix = ConfusionMatrix.of(queries, query -> Matcher.NEAREST.match(query.neighbours()));

        assertThat(matrix.labels()).hasSize(expected.size());
        for (String actual : matrix.labels()) {
            long asked = queries.stream()
                    .filter(query -> query.actual().equals(actual))
                    .count();
            double whole = inputs.path("normalize").asBoolean() ? asked : 1;
            for (String predicted : matrix.labels()) {
                assertThat(matrix.count(actual, Optional.of(predicted)) / whole)
                        .isEqualTo(expected.path(Integer.parseInt(actual))
                                .path(Integer.parseInt(predicted))
                                .asDouble());
            }
        }
    }

    @Test
    void shouldNotTakeALabelWithoutLettersForNoMatch() {
        List<LabelledQuery> queries =
                List.of(query("cat", "", 0.1f), query("cat", "", 0.1f), new LabelledQuery("cat", List.of()));

        ConfusionMatrix matrix = ConfusionMatrix.of(queries, query -> Matcher.NEAREST.match(query.neighbours()));

        assertThat(matrix.count("cat", Optional.of(""))).isEqualTo(2);
        assertThat(matrix.count("cat", Optional.empty())).isEqualTo(1);
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
