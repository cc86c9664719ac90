package dev.semblance.standalone.config;

/**
 * Where Kafka is.
 *
 * @param bootstrap comma-separated {@code host:port} list
 */
public record KafkaSettings(String bootstrap) {
    static KafkaSettings from(SettingReader reader) {
        return new KafkaSettings(reader.hostPorts("kafka.bootstrap"));
    }
}
