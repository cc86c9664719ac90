package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
                        "503 urn:semblance:problem:events-unavailable");
    }

    @Test
    void shouldNameAllOfThemInTheContract() throws IOException {
        try (InputStream in = Objects.requireNonNull(ProblemType.class.getResourceAsStream("openapi.yaml"))) {
            String contract = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (ProblemType problem : ProblemType.values()) {
                String name = problem.type().substring(problem.type().lastIndexOf(':') + 1);
                assertThat(contract)
                        .contains("            - " + problem.type() + "\n")
                        .contains("| `" + name + "` | " + problem.status() + " |");
            }
            assertThat(contract.split("- urn:semblance:problem:", -1)).hasSize(ProblemType.values().length + 1);
        }
    }

    @Test
    void shouldHaveATitleForPeople() {
        assertThat(ProblemType.values())
                .allSatisfy(problem -> assertThat(problem.title()).isNotBlank());
    }
}
