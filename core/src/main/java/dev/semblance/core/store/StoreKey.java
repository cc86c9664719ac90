package dev.semblance.core.store;

import java.util.regex.Pattern;

/** The rule for keys: what is the same name in every file system and needs no escaping in a URL. */
final class StoreKey {
    private static final String SEGMENT = "(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");
    /** The limit of S3. */
    private static final int MOST_CHARACTERS = 1024;

    private StoreKey() {}

    static String require(String key) {
        if (key.length() > MOST_CHARACTERS || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("'" + key + "' is no key of a store");
        }
        return key;
    }
}
