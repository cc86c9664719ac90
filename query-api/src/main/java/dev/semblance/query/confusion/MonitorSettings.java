package dev.semblance.query.confusion;

import dev.semblance.core.monitoring.AlertRule;
import java.time.Duration;
import java.util.List;

/**
 * How the matches are watched.
 *
 * @param every pause between two looks
 * @param window that is held against the calibration, and against all time
 * @param rules that raise alerts
 */
public record MonitorSettings(Duration every, Window window, List<AlertRule> rules) {
    public MonitorSettings {
        rules = List.copyOf(rules);
    }
}
