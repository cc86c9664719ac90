package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The hand-written contract of the HTTP service, which requests and answers are held to. */
final class HttpContract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final JsonNode document;
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private HttpContract(JsonNode document) {
        this.document = document;
    }

    static HttpContract load() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(HttpContract.class.getResourceAsStream("/dev/semblance/query/openapi.yaml"))) {
            return new HttpContract(new YAMLMapper().readTree(in));
        }
    }

    /** Such as {@code GET /v1/status}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Types that a problem may have, with their status as the table says. */
    Set<String> problemTypes() {
        Set<String> types = new TreeSet<>();
        document.at("/components/schemas/Problem/properties/type/enum").forEach(type -> types.add(type.asText()));
        return types;
    }

    /** Shows each example of the document with the schema that it is an example of. */
    void forEachExample(BiConsumer<JsonNode, JsonNode> action) {
        List<JsonNode> media = new ArrayList<>();
        collectMedia(document, media);
        for (JsonNode one : media) {
            one.get("examples").forEach(example -> action.accept(one.get("schema"), example.get("value")));
        }
    }

    private static void collectMedia(JsonNode node, List<JsonNode> media) {
        if (node.has("schema") && node.has("examples")) {
            media.add(node);
        }
        node.forEach(child -> collectMedia(child, media));
    }

    /** What is wrong with a value, one line each. */
    List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.set("allOf", new ObjectMapper().createArrayNode().add(schema));
        whole.set("components", document.get("components"));
        JsonSchema compiled = factory.getSchema(whole);
        return compiled.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Fails unless the contract says that this may be answered. */
    void check(String method, String path, HttpResponse<String> response) throws IOException {
        JsonNode operation = document.get("paths").properties().stream()
                .filter(template -> path.matches(template.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the contract has no path for " + path))
                .get(method.toLowerCase(Locale.ROOT));
        JsonNode responses = operation.get("responses");
        String status = Integer.toString(response.statusCode());
        JsonNode said = responses.has(status) ? responses.get(status) : responses.get("default");
        if (said.has("$ref")) {
            said = document.at(said.get("$ref").asText().substring(1));
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(said.get("content").has(type))
                .as("%s %s: %s", status, path, type)
                .isTrue();
        JsonNode schema = said.get("content").get(type).get("schema");
        assertThat(faults(schema, new ObjectMapper().readTree(response.body())))
                .as("%s %s: %s", status, path, response.body())
                .isEmpty();
    }
}
