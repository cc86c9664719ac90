package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    /** Clients tell problems apart by these: a change breaks them. */
    @Test
    void shouldKeepTheTypesAndStatusesOfTheContract() {
        assertThat(Arrays.stream(ProblemType.values()).map(problem -> problem.status() + " " + problem.type()))
                .containsExactly(
                        "400 urn:semblance:problem:bad-request",
                        "404 urn:semblance:problem:not-found",
                        "405 urn:semblance:problem:method-not-allowed",
                        "409 urn:semblance:problem:uncalibrated",
                        "409 urn:semblance:problem:calibration-mismatch",
                        "409 urn:semblance:problem:no-labels",
                        "413 urn:semblance:problem:too-large",
                        "415 urn:semblance:problem:unsupported-media-type",
                        "422 urn:semblance:problem:bad-image",
                        "422 urn:semblance:problem:bad-vector",
                        "429 urn:semblance:problem:too-many-requests",
                        "500 urn:semblance:problem:internal",
                        "503 urn:semblance:problem:not-ready",
                        "503 urn:semblance:problem:index-behind",
                        "503 urn:semblance:problem:events-unavailable",
                        "503 urn:semblance:problem:counts-unavailable");
    }

    @Test
    void shouldDescribeAllOfThemInTheContractAndNoOther() throws IOException {
        try (InputStream in = Objects.requireNonNull(ProblemType.class.getResourceAsStream("openapi.yaml"))) {
            JsonNode type = new YAMLMapper().readTree(in).at("/components/schemas/Problem/properties/type");
            ProblemType[] problems = ProblemType.values();

            assertThat(type.get("enum"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            Arrays.stream(problems).map(ProblemType::type).toArray(String[]::new));
            assertThat(type.get("description").asText().lines().filter(row -> row.contains("urn:")))
                    .zipSatisfy(
                            Arrays.asList(problems),
                            (row, problem) -> assertThat(row)
                                    .startsWith("| `" + problem.type() + "` | " + problem.status() + " | "));
        }
    }

    @Test
    void shouldHaveATitleForPeople() {
        assertThat(ProblemType.values())
                .allSatisfy(problem -> assertThat(problem.title()).isNotBlank());
    }
}
