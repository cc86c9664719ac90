package dev.semblance.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaEvolutionTest {
    /** FULL_TRANSITIVE: this release and every earlier one can read each other's records. */
    @ParameterizedTest
    @MethodSource("schemas")
    void shouldStayCompatibleBothWaysWithEveryFrozenVersion(Schema current) {
        List<Schema> frozen = SchemaFiles.frozen(current.getName());

        assertThat(frozen)
                .as("frozen copies of %s in src/compat", current.getName())
                .isNotEmpty();
        assertThat(frozen).allSatisfy(earlier -> {
            assertReads(current, earlier);
            assertReads(earlier, current);
        });
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldFreezeTheSchemaThatIsWritten(Schema current) {
        assertThat(SchemaFiles.frozen(current.getName()))
                .as("copy src/main/avro/%s.avsc to src/compat as the next version", current.getName())
                .extracting(SchemaNormalization::parsingFingerprint64)
                .contains(SchemaNormalization.parsingFingerprint64(current));
    }

    /** What decodes records takes the frozen copies from the class path. */
    @ParameterizedTest
    @MethodSource("schemas")
    void shouldHaveEveryFrozenVersionAtHand(Schema current) {
        assertThat(FrozenSchemas.of(current.getName()))
                .extracting(SchemaNormalization::parsingFingerprint64)
                .containsExactlyElementsOf(SchemaFiles.frozen(current.getName()).stream()
                        .map(SchemaNormalization::parsingFingerprint64)
                        .toList());
    }

    static List<Schema> schemas() {
        return SchemaFiles.current();
    }

    private static void assertReads(Schema reader, Schema writer) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(pair.getType()).as(pair.getDescription()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
}
