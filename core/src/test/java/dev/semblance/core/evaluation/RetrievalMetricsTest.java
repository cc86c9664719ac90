package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.semblance.core.matching.JudgingCases;
import dev.semblance.core.matching.LabelledNeighbour;
import dev.semblance.core.matching.LabelledQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetrievalMetricsTest {
    private static final RetrievalMetrics METRICS = new RetrievalMetrics(List.of(
            query("cat", "cat", "dog", "dog"),
            query("cat", "dog", "cat", "cat"),
            query("dog", "cat", "cat", "dog"),
            query("owl", "cat", "dog", "cat")));

    static Stream<JsonNode> cases() {
        return JudgingCases.area("retrieval_metric");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithTheWorkedCase(JsonNode worked) {
        JsonNode inputs = worked.path("inputs");
        RetrievalMetrics metrics = new RetrievalMetrics(queries(inputs));
        RetrievalMetric metric = metric(inputs.path("metric").asText(), inputs.path("params"));

        double value = inputs.path("params").path("average").asText().equals("macro")
                ? metrics.macro(metric)
                : metrics.micro(metric);

        assertThat(value).isCloseTo(worked.path("expected").path("value").asDouble(), within(1e-5));
    }

    @Test
    void shouldCountQueriesWithAHitAmongTheFirstK() {
        assertThat(METRICS.micro(Recall.at(1))).isEqualTo(0.25);
        assertThat(METRICS.micro(Recall.at(2))).isEqualTo(0.5);
        assertThat(METRICS.micro(Recall.at(3))).isEqualTo(0.75);
    }

    @Test
    void shouldLetEveryClassCountTheSameInTheMacroAverage() {
        // At 2: cat 2 of 2, dog 0 of 1, owl 0 of 1.
        assertThat(METRICS.macro(Recall.at(2))).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void shouldLookAtAsManyNeighboursAsTheClassHas() {
        // R = 2 for cat, 1 for dog, and no owl is there to be found.
        ClassSizes classes = ClassSizes.of(List.of("cat", "cat", "dog"));

        // cat: (cat, dog) 1/2, (dog, cat) 1/2; dog: (cat) 0; owl: 0
        assertThat(METRICS.micro(Precision.atClassSize(classes))).isEqualTo((0.5 + 0.5 + 0 + 0) / 4);
        // cat: (1/1) / 2, (1/2) / 2
        assertThat(METRICS.micro(AveragePrecision.atClassSize(classes))).isEqualTo((0.5 + 0.25 + 0 + 0) / 4);
    }

    @Test
    void shouldGainOnlyFromNeighboursWithinTheDistance() {
        RetrievalMetrics metrics = new RetrievalMetrics(List.of(query("cat", "dog", "cat", "cat")));

        // Neighbours at 0, 1 and 2: the hit at rank 2 gains 1 / log2(3), ideally 1 / log2(2).
        assertThat(metrics.micro(Ndcg.at(3).within(1))).isCloseTo(Math.log(2) / Math.log(3), within(1e-12));
        assertThat(metrics.micro(Ndcg.at(3).within(0.5f))).isZero();
    }

    @Test
    void shouldNameMetricsAfterTheirK() {
        ClassSizes classes = new ClassSizes(Map.of());

        assertThat(Stream.of(
                        Recall.at(1),
                        Precision.at(5),
                        AveragePrecision.at(10),
                        Ndcg.at(10),
                        Precision.atClassSize(classes),
                        AveragePrecision.atClassSize(classes)))
                .extracting(RetrievalMetric::name)
                .containsExactly("recall@1", "precision@5", "map@10", "ndcg@10", "r_precision", "map@r");
    }

    @Test
    void shouldRefuseAKBeyondTheNeighbours() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> METRICS.micro(Recall.at(4)))
                .withMessageContaining("recall@4 needs 4 neighbours of a query that has 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Recall.at(0));
    }

    @Test
    void shouldRefuseToJudgeNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrievalMetrics(List.of()));
    }

    /** The reference drops the nearest by skipping a column: here the query comes without it. */
    private static List<LabelledQuery> queries(JsonNode inputs) {
        int dropped = inputs.path("params").path("drop_closest_lookup").asBoolean() ? 1 : 0;
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 0; i < inputs.path("query_labels").size(); i++) {
            String label = inputs.path("query_labels").path(i).asText();
            JsonNode matches = inputs.path("match_mask").path(i);
            JsonNode distances = inputs.path("lookup_distances").path(i);
            List<LabelledNeighbour> neighbours = new ArrayList<>();
            for (int rank = dropped; rank < matches.size(); rank++) {
                neighbours.add(new LabelledNeighbour(matches.path(rank).asBoolean() ? label : "other", (float)
                        distances.path(rank).asDouble()));
            }
            queries.add(new LabelledQuery(label, neighbours));
        }
        return queries;
    }

    private static RetrievalMetric metric(String name, JsonNode params) {
        return switch (name) {
            case "RecallAtK" -> Recall.at(params.path("k").asInt());
            case "PrecisionAtK" -> new Precision(cutoff(params));
            case "MapAtK" -> new AveragePrecision(cutoff(params));
            case "BNDCG" -> Ndcg.at(params.path("k").asInt());
            default -> throw new AssertionError("unknown metric " + name);
        };
    }

    private static Cutoff cutoff(JsonNode params) {
        int k = params.path("k").asInt();
        if (!params.has("r")) {
            return new Cutoff.First(k);
        }
        Map<String, Integer> sizes = new HashMap<>();
        params.path("r")
                .properties()
                .forEach(each -> sizes.put(each.getKey(), each.getValue().asInt()));
        ClassSizes classes = new ClassSizes(sizes);
        return params.path("clip_at_r").asBoolean()
                ? new Cutoff.ClassSize(classes)
                : new Cutoff.FirstOfClass(k, classes);
    }

    private static LabelledQuery query(String actual, String... found) {
        List<LabelledNeighbour> neighbours = new ArrayList<>();
        for (String label : found) {
            neighbours.add(new LabelledNeighbour(label, neighbours.size()));
        }
        return new LabelledQuery(actual, neighbours);
    }
}
