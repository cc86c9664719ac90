package dev.semblance.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas as they stand in the source folder: the current ones, and the frozen ones of each release. */
final class SchemaFiles {
    private static final Path CURRENT = Path.of("src/main/avro");
    private static final Path FROZEN = Path.of("src/compat");

    private SchemaFiles() {}

    static List<Schema> current() {
        return files(CURRENT).map(SchemaFiles::parse).toList();
    }

    /** The frozen versions of a schema: {@code src/compat/<Name>.v<N>.avsc}. */
    static List<Schema> frozen(String name) {
        return files(FROZEN)
                .filter(file -> file.getFileName().toString().matches(name + "\\.v\\d+\\.avsc"))
                .map(SchemaFiles::parse)
                .toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
