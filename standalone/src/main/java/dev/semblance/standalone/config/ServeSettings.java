package dev.semblance.standalone.config;

import dev.semblance.query.RequestLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The query service.
 *
 * @param model model that answers
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param cache folder that fetched index files are kept in
 * @param limits of requests
 * @param recallEvery time between two measurements of the approximate search; zero for none
 * @param advertisedHost host by which other nodes reach this one; empty for the one above
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 */
public record ServeSettings(
        String model,
        String host,
        int port,
        Path cache,
        RequestLimits limits,
        Duration recallEvery,
        String advertisedHost,
        String device) {
    static ServeSettings from(SettingReader reader) {
        return new ServeSettings(
                reader.modelName("serve.model"),
                reader.text("serve.host"),
                reader.whole("serve.port", 0, 65_535),
                reader.path("serve.cache"),
                new RequestLimits(
                        reader.whole("serve.max-k", 1, 100_000),
                        reader.whole("serve.max-batch", 1, 100_000),
                        Math.toIntExact(reader.bytes("serve.max-request-bytes", 1 << 30)),
                        reader.bytes("serve.max-held-bytes", 1L << 40),
                        reader.whole("serve.max-requests", 1, 100_000),
                        reader.whole("serve.max-connections", 1, 1_000_000),
                        reader.time("serve.patience", Duration.ZERO, Duration.ofMinutes(1)),
                        reader.time("serve.idle", Duration.ofSeconds(1), Duration.ofHours(1))),
                reader.time("serve.recall-every", Duration.ZERO, Duration.ofDays(1)),
                reader.textOrEmpty("serve.advertised-host"),
                reader.device("serve.device"));
    }
}
