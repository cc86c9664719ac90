package dev.semblance.standalone.config;

/**
 * What the producer sends.
 *
 * @param data {@code fashion-mnist}, {@code cifar10} or a folder with one folder of images per class
 * @param part part of the data: {@code training}, {@code stream}, {@code calibration} or {@code test}
 * @param rate images per second; 0 sends as fast as Kafka takes them
 * @param loop whether to start over after the last image
 */
public record ProduceSettings(String data, String part, double rate, boolean loop) {
    static ProduceSettings from(SettingReader reader) {
        return new ProduceSettings(
                reader.text("produce.data"),
                reader.oneOf("produce.part", "training", "stream", "calibration", "test"),
                reader.number("produce.rate", 0, 1_000_000),
                reader.yesOrNo("produce.loop"));
    }
}
