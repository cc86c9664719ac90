package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.semblance.query.QueryServer;
import dev.semblance.standalone.QueryNode;
import dev.semblance.standalone.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service serves is what its contract says, and the contract is right in itself. */
class HttpContractTest {
    private final HttpContract contract;

    HttpContractTest() throws IOException {
        contract = HttpContract.load();
    }

    @Test
    void shouldOnlyHaveExamplesThatAreRight() {
        for (HttpContract.Described described : contract.described()) {
            for (JsonNode example : described.examples()) {
                assertThat(contract.faults(described.schema(), example))
                        .as("%s: %s", described.place(), example)
                        .isEmpty();
                if (example instanceof ObjectNode object) {
                    ObjectNode drifted = object.deepCopy().put("noSuchField", 1);
                    assertThat(contract.faults(described.schema(), drifted))
                            .as("else it would prove nothing")
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void shouldHaveAnExampleOfEverythingThatIsNotBytes() {
        assertThat(contract.described())
                .isNotEmpty()
                .filteredOn(described -> !described.isBytes())
                .allSatisfy(described ->
                        assertThat(described.examples()).as(described.place()).isNotEmpty());
    }

    @Test
    void shouldServeWhatTheContractSaysAndTheContractItself(@TempDir Path folder) throws Exception {
        try (KnownTopic topic = KnownTopic.start(folder);
                QueryServer server = QueryNode.start(settings(topic, folder));
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(server.routes()).containsExactlyElementsOf(contract.operations());

            HttpResponse<String> yaml = get(http, server, "/openapi.yaml");
            assertThat(yaml.body()).startsWith("openapi: 3.1");
            assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
            assertThat(get(http, server, "/docs").body()).contains("docs/docs.js", "docs/swagger-ui-bundle.js");
            assertThat(get(http, server, "/docs/docs.js").body()).contains("SwaggerUIBundle", "validatorUrl: null");
            assertThat(get(http, server, "/docs/swagger-ui-bundle.js").body()).hasSizeGreaterThan(100_000);
            assertThat(get(http, server, "/docs/swagger-ui.css").statusCode()).isEqualTo(200);
            for (String outside : List.of("/docs/pom.properties", "/docs/..%2Fopenapi.yaml", "/docs/index.html")) {
                HttpResponse<String> refused = get(http, server, outside);
                assertThat(refused.statusCode()).as(outside).isBetween(400, 404);
            }
            contract.check("GET", "/v1/status", get(http, server, "/v1/status"));
            contract.check("GET", "/readyz", get(http, server, "/readyz"));
        }
    }

    private static HttpResponse<String> get(HttpClient http, QueryServer server, String path) throws Exception {
        URI uri = URI.create(server.address() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static Settings settings(KnownTopic topic, Path folder) {
        return Settings.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrap", topic.bootstrap(),
                        "store.models", folder.resolve("models").toString(),
                        "store.index", folder.resolve("store").toString(),
                        "serve.cache", folder.resolve("cache").toString(),
                        "serve.port", "0"));
    }
}
