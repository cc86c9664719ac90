package dev.semblance.core.store;

import java.time.Instant;

/**
 * What a store tells of an object without reading it.
 *
 * @param key its key
 * @param bytes its length
 * @param modified when it was put, by the store's clock, to the second at least
 */
public record StoredObject(String key, long bytes, Instant modified) {}
