package dev.semblance.standalone.config;

import dev.semblance.core.monitoring.AlertRule;
import dev.semblance.core.monitoring.Hysteresis;
import dev.semblance.query.confusion.ConfusionSettings;
import dev.semblance.query.confusion.MonitorSettings;
import dev.semblance.query.confusion.Window;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How matches are held against labels, and watched.
 *
 * @param confusion what is counted
 * @param monitor what raises alerts
 */
public record MonitoringSettings(ConfusionSettings confusion, MonitorSettings monitor) {
    private static final Duration LONGEST = Duration.ofDays(365);

    static MonitoringSettings from(SettingReader reader) {
        List<Window> windows = Stream.of(reader.matching(
                                "confusion.windows",
                                "lengths such as 5m or 24h, separated by commas",
                                MonitoringSettings::areWindows)
                        .split(","))
                .map(Window::parse)
                .toList();
        ConfusionSettings confusion = new ConfusionSettings(
                windows,
                reader.time("confusion.retention", Duration.ofMinutes(1), LONGEST),
                reader.time("confusion.early", Duration.ofSeconds(1), LONGEST),
                reader.whole("confusion.examples", 0, 1000));
        String window = reader.matching(
                "alerts.window",
                "one of confusion.windows",
                name -> confusion.window(name).isPresent());
        return new MonitoringSettings(
                confusion,
                new MonitorSettings(
                        reader.time("alerts.every", Duration.ofMillis(100), Duration.ofHours(1)),
                        confusion.window(window).orElseThrow(),
                        rules(reader)));
    }

    private static boolean areWindows(String text) {
        try {
            Stream.of(text.split(",", -1)).forEach(Window::parse);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<AlertRule> rules(SettingReader reader) {
        double alpha = reader.number("alerts.alpha", 1e-9, 0.5);
        return List.of(
                new AlertRule.OnDistanceDrift(limits(reader, "alerts.distance-drift"), alpha),
                new AlertRule.OnNoMatchDrift(limits(reader, "alerts.no-match-drift"), alpha),
                new AlertRule.OnRecallDrop(limits(reader, "alerts.recall-drop")),
                new AlertRule.OnCalibrationError(limits(reader, "alerts.calibration-error")));
    }

    private static Hysteresis limits(SettingReader reader, String key) {
        double raise = reader.number(key, 0.001, 1);
        return new Hysteresis(
                raise,
                raise * reader.number("alerts.clear", 0, 0.99),
                reader.whole("alerts.consecutive", 1, 1000),
                reader.whole("alerts.min-samples", 1, 1_000_000));
    }
}
