package dev.semblance.core.store;

import java.time.Instant;

/**
 * An object as a store lists it.
 *
 * @param key where it lies
 * @param bytes its length
 * @param modified when it was written
 */
public record StoredObject(String key, long bytes, Instant modified) {}
