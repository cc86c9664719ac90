package dev.semblance.standalone.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;

/**
 * One effective value.
 *
 * @param key dotted key such as {@code train.seconds}
 * @param value the value as it was given
 * @param origin where it was given, for people
 */
record Setting(String key, ConfigValue value, String origin) {
    private static final Pattern SECRET = Pattern.compile(".*(password|secret|token)");

    /** The value as a configuration file would hold it, masked where it is a secret. */
    String shown() {
        return SECRET.matcher(key).matches() ? "\"***\"" : value.render(ConfigRenderOptions.concise());
    }

    /** A line that a configuration file may hold, with the origin as its comment. */
    String line() {
        return key + " = " + shown() + "  # " + origin;
    }
}
