package dev.semblance.core.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Objects under keys such as {@code a/b/c.bin}: names of ASCII letters, digits, dots, dashes and underscores, with
 * slashes between; none is the folder of another. An object is there as a whole or not at all; it is durable when
 * {@code put} returns. Nobody writes different bytes under one key.
 *
 * <p>Implementations are safe for use by several threads and processes.
 */
public interface ObjectStore {
    /**
     * Writes an object.
     *
     * @throws IllegalArgumentException if that is no key
     */
    void put(String key, byte[] bytes) throws IOException;

    /** Writes a file's content, however large it is, as an object. */
    void put(String key, Path file) throws IOException;

    /**
     * Reads a whole object.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    byte[] get(String key) throws IOException;

    /**
     * Copies an object to a file, which appears as a whole or not at all.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such object
     */
    void fetch(String key, Path target) throws IOException;

    /**
     * Objects whose keys start with the prefix, sorted by key; half-written ones that a dead process has left may be
     * among them.
     */
    List<StoredObject> list(String prefix) throws IOException;

    /** Removes an object; one that is not there is no fault. */
    void delete(String key) throws IOException;
}
