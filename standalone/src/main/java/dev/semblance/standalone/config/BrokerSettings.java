package dev.semblance.standalone.config;

import java.nio.file.Path;

/**
 * The in-process broker.
 *
 * @param port port to listen on
 * @param data folder of its log
 * @param imagePartitions partitions that the image topic is created with: the shards of every index
 */
public record BrokerSettings(int port, Path data, int imagePartitions) {
    static BrokerSettings from(SettingReader reader) {
        return new BrokerSettings(
                reader.whole("broker.port", 1, 65_535),
                reader.path("broker.data"),
                reader.whole("broker.image-partitions", 1, 1_024));
    }
}
