package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.evaluation.ConfusionMatrix.Cell;
import dev.semblance.core.matching.JudgingCases;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {
    private static final Optional<String> NO_MATCH = Optional.empty();

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
    void shouldCountWhatIsTooFarAsNoMatch() {
        ConfusionMatrix matrix = within(
                List.of(
                        query("cat", "cat", 0.1f),
                        query("cat", "cat", 0.5f),
                        query("cat", "dog", 0.2f),
                        query("cat", "cat", 0.9f),
                        query("owl", "dog", 0.6f),
                        query("owl", "cat", 0.7f),
                        new LabelledQuery("dog", List.of())),
                0.5f);

        assertThat(matrix.counts())
                .isEqualTo(Map.of(
                        new Cell("cat", Optional.of("cat")), 2L,
                        new Cell("cat", Optional.of("dog")), 1L,
                        new Cell("cat", NO_MATCH), 1L,
                        new Cell("owl", NO_MATCH), 2L,
                        new Cell("dog", NO_MATCH), 1L));
        assertThat(matrix.count("cat", Optional.of("cat"))).isEqualTo(2);
        assertThat(matrix.count("owl", NO_MATCH)).isEqualTo(2);
        assertThat(matrix.count("dog", Optional.of("dog"))).isZero();
        assertThat(matrix.count("fox", NO_MATCH)).isZero();
    }

    @Test
    void shouldListClassesThatOnlyAskedOrWereOnlyTakenFor() {
        ConfusionMatrix matrix = within(List.of(query("owl", "cat", 0.9f), query("fox", "dog", 0.1f)), 0.5f);

        // Nothing was taken for a cat.
        assertThat(matrix.labels()).containsExactly("dog", "fox", "owl");
    }

    @Test
    void shouldTellALabelWithoutLettersFromNoMatch() {
        ConfusionMatrix matrix = within(List.of(query("cat", "", 0.9f), query("cat", "", 0.1f)), 0.5f);

        assertThat(matrix.count("cat", NO_MATCH)).isEqualTo(1);
        assertThat(matrix.count("cat", Optional.of(""))).isEqualTo(1);
    }

    @Test
    void shouldBeEmptyWithoutQueries() {
        ConfusionMatrix matrix = within(List.of(), 1);

        assertThat(matrix.counts()).isEmpty();
        assertThat(matrix.labels()).isEmpty();
    }

    @Test
    void shouldNotChangeWithTheCountsThatItWasMadeFrom() {
        Map<Cell, Long> counts = new HashMap<>(Map.of(new Cell("cat", NO_MATCH), 1L));
        ConfusionMatrix matrix = new ConfusionMatrix(counts);

        counts.put(new Cell("cat", NO_MATCH), 9L);

        assertThat(matrix.count("cat", NO_MATCH)).isEqualTo(1);
    }

    private static ConfusionMatrix within(List<LabelledQuery> queries, float threshold) {
        return ConfusionMatrix.of(
                queries,
                query -> Matcher.NEAREST.match(query.neighbours()).filter((Match match) -> match.isWithin(threshold)));
    }

    private static LabelledQuery query(String actual, String found, float distance) {
        return new LabelledQuery(actual, List.of(new LabelledNeighbour(found, distance)));
    }
}
