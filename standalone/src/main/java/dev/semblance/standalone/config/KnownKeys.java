package dev.semblance.standalone.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys that have a default, which are all the keys there are. */
final class KnownKeys {
    private static final String VARIABLE_PREFIX = "SEMBLANCE_";

    private final List<String> keys;

    KnownKeys(Collection<String> keys) {
        this.keys = keys.stream().sorted().toList();
    }

    boolean contains(String key) {
        return keys.contains(key);
    }

    /** The key that an environment variable sets: {@code SEMBLANCE_SERVE_MAX_K} sets {@code serve.max-k}. */
    Optional<String> ofVariable(String variable) {
        return keys.stream().filter(key -> variable(key).equals(variable)).findFirst();
    }

    /** The environment variable that sets a key. */
    static String variable(String key) {
        return VARIABLE_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The key that takes the fewest edits to reach. */
    String nearest(String key) {
        return keys.stream()
                .min(Comparator.comparingInt(known -> edits(known, key)))
                .orElseThrow();
    }

    /** The environment variable that takes the fewest edits to reach. */
    String nearestVariable(String variable) {
        return keys.stream()
                .map(KnownKeys::variable)
                .min(Comparator.comparingInt(known -> edits(known, variable)))
                .orElseThrow();
    }

    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[to.length()];
    }
}
