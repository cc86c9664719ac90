package dev.semblance.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDocumentationTest {
    @ParameterizedTest
    @MethodSource("schemas")
    void shouldDocumentEveryTypeAndField(Schema schema) {
        assertThat(undocumented(schema)).isEmpty();
    }

    @Test
    void shouldFindWhatIsNotDocumentedAtAnyDepth() {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "Outer", "doc": "Outer.", "fields": [
                          {"name": "inner", "doc": "Inner.", "type": ["null", {"type": "array", "items":
                            {"type": "record", "name": "Inner", "fields": [{"name": "x", "type": "int"}]}}]},
                          {"name": "state", "doc": "State.", "type": {"type": "map", "values":
                            {"type": "enum", "name": "State", "symbols": ["ON"]}}}
                        ]}
                        """);

        assertThat(undocumented(schema)).containsExactly("Inner", "Inner.x", "State");
    }

    static List<Schema> schemas() {
        return SchemaFiles.current();
    }

    private static Stream<String> undocumented(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                Stream.concat(
                        undocumented(schema.getName(), schema.getDoc()),
                        schema.getFields().stream()
                                .flatMap(field -> Stream.concat(
                                        undocumented(schema.getName() + "." + field.name(), field.doc()),
                                        undocumented(field.schema()))));
            case ENUM -> undocumented(schema.getName(), schema.getDoc());
            case ARRAY -> undocumented(schema.getElementType());
            case MAP -> undocumented(schema.getValueType());
            case UNION -> schema.getTypes().stream().flatMap(SchemaDocumentationTest::undocumented);
            case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> Stream.empty();
        };
    }

    private static Stream<String> undocumented(String name, @Nullable String doc) {
        return doc == null || doc.isBlank() ? Stream.of(name) : Stream.empty();
    }
}
