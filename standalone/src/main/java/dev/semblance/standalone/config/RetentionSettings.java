package dev.semblance.standalone.config;

import dev.semblance.core.index.Retention;
import java.time.Duration;

/**
 * Which index files stay, and how often the others are looked for.
 *
 * @param retention what stays
 * @param sweepEvery from one sweep to the next
 */
public record RetentionSettings(Retention retention, Duration sweepEvery) {
    static RetentionSettings from(SettingReader reader) {
        return new RetentionSettings(
                new Retention(
                        reader.whole("retention.commits", 1, 100_000),
                        reader.time("retention.grace", Retention.LEAST_GRACE, Duration.ofDays(30))),
                reader.time("retention.sweep-every", Duration.ofSeconds(1), Duration.ofDays(1)));
    }
}
