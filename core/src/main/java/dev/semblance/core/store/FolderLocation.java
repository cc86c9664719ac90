package dev.semblance.core.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A folder; as text, since a {@link Path} cannot be serialised. */
record FolderLocation(String path) implements StoreLocation {
    private static final Pattern OTHER_STORAGE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

    static StoreLocation parse(String text) {
        if (text.isBlank() || OTHER_STORAGE.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither a folder nor s3://bucket/prefix");
        }
        return StoreLocation.of(Path.of(text));
    }

    @Override
    public ObjectStore open() {
        return new FolderStore(Path.of(path));
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(Path.of(path));
    }

    @Override
    public StoreLocation absolute() {
        return StoreLocation.of(Path.of(path).toAbsolutePath());
    }

    @Override
    public String toString() {
        return path;
    }
}
