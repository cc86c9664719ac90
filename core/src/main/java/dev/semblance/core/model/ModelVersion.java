package dev.semblance.core.model;

import java.util.regex.Pattern;

/**
 * One version of a model. A version names one embedding space, one index and one indexing job.
 *
 * @param model letters, digits, dots, dashes and underscores
 * @param version likewise; never used twice
 */
public record ModelVersion(String model, String version) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public ModelVersion {
        requireName(model);
        requireName(version);
    }

    /** The Kafka key and the store folder: {@code model/version}. */
    public String key() {
        return model + "/" + version;
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no model name or version: use letters, digits, '.', '-' and '_'");
        }
    }

    @Override
    public String toString() {
        return key();
    }
}
