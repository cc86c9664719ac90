package dev.semblance.standalone.config;

import java.nio.file.Path;

/**
 * The query service.
 *
 * @param model model that answers
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param cache folder that fetched index files are kept in
 * @param maxK most neighbours that one lookup may ask for
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 */
public record ServeSettings(String model, String host, int port, Path cache, int maxK, String device) {
    static ServeSettings from(SettingReader reader) {
        return new ServeSettings(
                reader.modelName("serve.model"),
                reader.text("serve.host"),
                reader.whole("serve.port", 0, 65_535),
                reader.path("serve.cache"),
                reader.whole("serve.max-k", 1, 100_000),
                reader.device("serve.device"));
    }
}
