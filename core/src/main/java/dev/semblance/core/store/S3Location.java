package dev.semblance.core.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket, or a part of one.
 *
 * @param prefix of all keys, without slashes at its ends; empty for the whole bucket
 */
record S3Location(String bucket, String prefix, S3Service service) implements StoreLocation {
    static final String SCHEME = "s3://";
    private static final Pattern LOCATION = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/?");

    S3Location {
        if (!prefix.isEmpty()) {
            StoreKey.require(prefix);
        }
    }

    static S3Location parse(String text, S3Service service) {
        Matcher parts = LOCATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not s3://bucket/prefix");
        }
        return new S3Location(parts.group(1), parts.group(2) == null ? "" : parts.group(2), service);
    }

    @Override
    public ObjectStore open() {
        return open(System.getenv());
    }

    ObjectStore open(Map<String, String> environment) {
        return OpenDalStore.open(this, S3Credentials.from(environment, this));
    }

    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }

    @Override
    public StoreLocation absolute() {
        return this;
    }

    @Override
    public String toString() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
