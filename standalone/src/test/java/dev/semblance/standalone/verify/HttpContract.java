package dev.semblance.standalone.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The hand-written contract of the HTTP service, which requests and answers are held to. */
final class HttpContract {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    private record Operation(String method, String path, JsonNode description) {
        boolean isAt(String requested) {
            return requested.matches(path.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * A body, a parameter or a header.
     *
     * @param place where it stands, as a JSON pointer
     */
    record Described(String place, JsonNode schema, List<JsonNode> examples) {
        /** YAML has no bytes. */
        boolean isBytes() {
            return place.contains("/image~1") || place.endsWith("/application~1octet-stream");
        }
    }

    private List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> all.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return all;
    }

    /** Such as {@code GET /v1/status}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        all().forEach(operation -> operations.add(operation.toString()));
        return operations;
    }

    /** Operations with a status that they may answer, such as {@code GET /v1/status 200}. */
    Set<String> answers() {
        Set<String> answers = new TreeSet<>();
        all().forEach(operation -> operation
                .description()
                .get("responses")
                .fieldNames()
                .forEachRemaining(status -> answers.add(operation + " " + status)));
        return answers;
    }

    /** Types that a problem may have. */
    Set<String> problemTypes() {
        Set<String> types = new TreeSet<>();
        at("/components/schemas/Problem/properties/type/enum").forEach(type -> types.add(type.asText()));
        return types;
    }

    JsonNode at(String pointer) {
        return document.at(pointer);
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Everything that has a schema of its own. */
    List<Described> described() {
        List<Described> described = new ArrayList<>();
        collect("", document, described);
        return described;
    }

    private void collect(String place, JsonNode node, List<Described> described) {
        if (node.has("schema")) {
            List<JsonNode> examples = new ArrayList<>();
            node.path("examples")
                    .forEach(example -> examples.add(resolve(example).get("value")));
            if (node.has("example")) {
                examples.add(node.get("example"));
            }
            described.add(new Described(place, node.get("schema"), examples));
            return;
        }
        node.properties()
                .forEach(
                        child -> collect(place + "/" + child.getKey().replace("/", "~1"), child.getValue(), described));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(place + "/" + i, node.get(i), described);
        }
    }

    /** What is wrong with a value, one line each. */
    List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("allOf", JSON.createArrayNode().add(schema));
        whole.set("components", document.get("components"));
        return factory.getSchema(whole).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /**
     * Fails unless the contract says that this may be answered: status, media type, headers and body.
     *
     * @return the operation and the status, as {@link #answers()} names them
     */
    String check(String method, String path, HttpResponse<String> response) throws IOException {
        String what = method + " " + path + " " + response.statusCode();
        Optional<Operation> operation = all().stream()
                .filter(one -> one.method().equals(method) && one.isAt(path))
                .findFirst();
        JsonNode said = operation
                .map(one -> resolve(one.description().get("responses").path(Integer.toString(response.statusCode()))))
                .orElseGet(() -> at("/components/responses/"
                        + (all().stream().anyMatch(one -> one.isAt(path)) ? "MethodNotAllowed" : "NotFound")));
        assertThat(said.isMissingNode())
                .as("%s is in the contract: %s", what, response.body())
                .isFalse();
        checkHeaders(what, said, response);
        checkBody(what, said, response);
        return operation.map(Operation::toString).orElse(method + " " + path) + " " + response.statusCode();
    }

    private void checkHeaders(String what, JsonNode said, HttpResponse<String> response) {
        said.path("headers").properties().forEach(header -> {
            JsonNode schema = resolve(header.getValue()).get("schema");
            String value = response.headers().firstValue(header.getKey()).orElse("");
            boolean whole = schema.path("type").asText().equals("integer") && value.matches("\\d+");
            assertThat(faults(schema, whole ? new IntNode(Integer.parseInt(value)) : new TextNode(value)))
                    .as("%s, %s: %s", what, header.getKey(), value)
                    .isEmpty();
        });
    }

    private void checkBody(String what, JsonNode said, HttpResponse<String> response) throws IOException {
        if (!said.has("content")) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        assertThat(said.get("content").has(type)).as("%s: %s", what, type).isTrue();
        JsonNode value = type.endsWith("json") ? JSON.readTree(response.body()) : new TextNode(response.body());
        assertThat(faults(said.get("content").get(type).get("schema"), value))
                .as("%s: %s", what, response.body())
                .isEmpty();
    }
}
