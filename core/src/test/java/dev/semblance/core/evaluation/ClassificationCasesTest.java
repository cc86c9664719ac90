package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.calibration.ClassificationCounts;
import dev.semblance.core.calibration.ClassificationMetric;
import dev.semblance.core.calibration.JudgedMatches;
import dev.semblance.core.distance.Distance;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.matching.JudgingCases;
import dev.semblance.core.matching.LabelledQuery;
import dev.semblance.core.matching.Match;
import dev.semblance.core.matching.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked cases from embeddings to answers. */
class ClassificationCasesTest {
    @Test
    void shouldEvaluateAtGivenThresholds() {
        JsonNode worked = JudgingCases.byId("exec-170");
        JsonNode inputs = worked.path("inputs");
        JudgedMatches matches = new JudgedMatches(search(inputs), matcher(inputs));

        for (int i = 0; i < 3; i++) {
            float threshold = (float) inputs.path("distance_thresholds").path(i).asDouble();
            ClassificationCounts counts = matches.countsAt(threshold);
            for (JsonNode id : inputs.path("metrics")) {
                assertThat(ClassificationMetric.named(id.asText()).of(counts))
                        .as("%s within %s", id.asText(), threshold)
                        .isCloseTo(
                                worked.path("expected")
                                        .path(id.asText())
                                        .path(i)
                                        .asDouble(),
                                within(1e-5));
            }
        }
    }

    @Test
    void shouldMatchWithinTheCutpointsAndNotBeyond() {
        JsonNode worked = JudgingCases.byId("exec-167");
        JsonNode inputs = worked.path("inputs");
        List<LabelledQuery> queries = search(inputs);

        inputs.path("cutpoints").properties().forEach(cutpoint -> {
            float threshold = (float) cutpoint.getValue().path("distance").asDouble();
            List<String> answers = queries.stream()
                    .map(query -> matcher(inputs).match(query.neighbours()).orElseThrow())
                    .map((Match match) -> match.labelWithin(threshold)
                            .orElse(inputs.path("no_match_label").asText()))
                    .toList();
            assertThat(answers)
                    .isEqualTo(worked.path("expected")
                            .path(cutpoint.getKey())
                            .valueStream()
                            .map(JsonNode::asText)
                            .toList());
        });
    }

    private static List<LabelledQuery> search(JsonNode inputs) {
        LabelledIndex index = new LabelledIndex(
                embeddings(inputs.path("index_embeddings"), inputs.path("index_labels")), Distance.COSINE);
        return index.search(
                embeddings(inputs.path("query_embeddings"), inputs.path("query_labels")),
                inputs.path("k").asInt());
    }

    private static Matcher matcher(JsonNode inputs) {
        return Matcher.named(inputs.path("matcher").asText());
    }

    private static List<LabelledEmbedding> embeddings(JsonNode rows, JsonNode labels) {
        List<LabelledEmbedding> embeddings = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            float[] values = new float[rows.path(row).size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) rows.path(row).path(i).asDouble();
            }
            embeddings.add(new LabelledEmbedding(labels.path(row).asText(), Embedding.of(values)));
        }
        return embeddings;
    }
}
