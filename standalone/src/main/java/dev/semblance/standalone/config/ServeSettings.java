package dev.semblance.standalone.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The query service.
 *
 * @param model model that answers
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param cache folder that fetched index files are kept in
 * @param maxK most neighbours that one query may ask for
 * @param maxBatch most queries of one request
 * @param maxRequestBytes largest JSON body
 * @param maxHeldBytes all bodies at a time
 * @param maxRequests worked on at a time
 * @param patience longest wait for records that a request wants to be in the index
 * @param idle how long a client may leave a connection silent
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 */
public record ServeSettings(
        String model,
        String host,
        int port,
        Path cache,
        int maxK,
        int maxBatch,
        int maxRequestBytes,
        long maxHeldBytes,
        int maxRequests,
        Duration patience,
        Duration idle,
        String device) {
    static ServeSettings from(SettingReader reader) {
        return new ServeSettings(
                reader.modelName("serve.model"),
                reader.text("serve.host"),
                reader.whole("serve.port", 0, 65_535),
                reader.path("serve.cache"),
                reader.whole("serve.max-k", 1, 100_000),
                reader.whole("serve.max-batch", 1, 100_000),
                Math.toIntExact(reader.bytes("serve.max-request-bytes", 1 << 30)),
                reader.bytes("serve.max-held-bytes", 1L << 40),
                reader.whole("serve.max-requests", 1, 100_000),
                reader.time("serve.patience", Duration.ZERO, Duration.ofMinutes(1)),
                reader.time("serve.idle", Duration.ofSeconds(1), Duration.ofHours(1)),
                reader.device("serve.device"));
    }
}
