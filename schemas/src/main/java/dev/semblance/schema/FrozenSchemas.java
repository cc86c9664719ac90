package dev.semblance.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The versions of each schema that have been released. */
final class FrozenSchemas {
    private FrozenSchemas() {}

    /** All versions of a schema, the first one first; none where it was never released. */
    static List<Schema> of(String name) {
        List<Schema> versions = new ArrayList<>();
        try {
            while (true) {
                String file = "frozen/" + name + ".v" + (versions.size() + 1) + ".avsc";
                try (InputStream in = FrozenSchemas.class.getResourceAsStream(file)) {
                    if (in == null) {
                        return List.copyOf(versions);
                    }
                    versions.add(new Schema.Parser().parse(in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
