package dev.semblance.standalone.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import dev.semblance.core.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads a HOCON, JSON or properties file as values by dotted key. */
final class ConfigurationFile {
    private static final String DEFAULTS = "semblance-defaults.conf";

    private ConfigurationFile() {}

    /** The values of {@code semblance-defaults.conf}. */
    static Map<String, ConfigValue> defaults() {
        ConfigParseOptions required = ConfigParseOptions.defaults().setAllowMissing(false);
        return leaves(ConfigFactory.parseResources(ConfigurationFile.class.getClassLoader(), DEFAULTS, required));
    }

    /** @throws OperatorException if the file cannot be read or understood */
    static Map<String, ConfigValue> read(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new OperatorException(
                    "cannot read the configuration file " + file + ": give the path of a readable file");
        }
        try {
            return leaves(ConfigFactory.parseFile(file.toFile()).resolve());
        } catch (ConfigException e) {
            // The library names the file and the line, and goes on over several lines.
            String fault = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new OperatorException("cannot understand the configuration file " + file + ": " + fault, e);
        }
    }

    private static Map<String, ConfigValue> leaves(Config config) {
        Map<String, ConfigValue> leaves = new TreeMap<>();
        collect("", config.root(), leaves);
        return leaves;
    }

    // Not Config#entrySet, which leaves out a key that is set to null.
    private static void collect(String prefix, ConfigObject values, Map<String, ConfigValue> leaves) {
        values.forEach((name, value) -> {
            if (value instanceof ConfigObject nested) {
                collect(prefix + name + ".", nested, leaves);
            } else {
                leaves.put(prefix + name, value);
            }
        });
    }
}
