package dev.semblance.standalone.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What only the demo needs.
 *
 * @param dataDir folder for all that it keeps; empty for a temporary one
 * @param rate images per second that go on streaming
 * @param lookups held-out images that are looked up to measure recall@1
 */
public record DemoSettings(Optional<Path> dataDir, double rate, int lookups) {
    static DemoSettings from(SettingReader reader) {
        String dataDir = reader.textOrEmpty("demo.data-dir");
        return new DemoSettings(
                dataDir.isBlank() ? Optional.empty() : Optional.of(reader.path("demo.data-dir")),
                reader.number("demo.rate", 0.01, 10_000),
                reader.whole("demo.lookups", 1, 100_000));
    }
}
