package dev.semblance.core.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Worked cases of TensorFlow Similarity: inputs and the values that it answers with. */
public final class JudgingCases {
    private JudgingCases() {}

    /** All cases of an area. */
    public static Stream<JsonNode> area(String area) {
        return StreamSupport.stream(read().spliterator(), false)
                .filter(each -> each.path("area").asText().equals(area));
    }

    /** The case with that id. */
    public static JsonNode byId(String id) {
        return StreamSupport.stream(read().spliterator(), false)
                .filter(each -> each.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Queries of a case that gives labels and distances of lookups. */
    public static List<LabelledQuery> queries(JsonNode inputs) {
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 0; i < inputs.path("query_labels").size(); i++) {
            JsonNode lookup = inputs.path("lookups").path(i);
            queries.add(new LabelledQuery(
                    inputs.path("query_labels").path(i).asText(),
                    neighbours(lookup.path("labels"), lookup.path("distances"))));
        }
        return queries;
    }

    public static List<LabelledNeighbour> neighbours(JsonNode labels, JsonNode distances) {
        List<LabelledNeighbour> neighbours = new ArrayList<>();
        for (int rank = 0; rank < labels.size(); rank++) {
            neighbours.add(new LabelledNeighbour(
                    labels.path(rank).asText(), (float) distances.path(rank).asDouble()));
        }
        return neighbours;
    }

    /** Numbers of an array, where infinity is a string. */
    public static List<Double> doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(each -> each.isTextual() ? Double.valueOf(each.asText()) : Double.valueOf(each.asDouble()))
                .toList();
    }

    private static JsonNode read() {
        try (InputStream file = JudgingCases.class.getResourceAsStream("/worked-cases/judging.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
