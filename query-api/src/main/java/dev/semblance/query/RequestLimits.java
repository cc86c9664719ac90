package dev.semblance.query;

import java.time.Duration;

/**
 * What a request may ask for, and how many at once.
 *
 * @param maxK largest k
 * @param maxBatch most queries of one request
 * @param requestBytes largest JSON body
 * @param heldBytes all bodies and answers at a time
 * @param requests that are worked on at a time; more are refused
 * @param connections of clients at a time; more wait until one is closed
 * @param patience longest wait for records that a request wants to be in the index
 * @param idle how long a client may leave a connection silent
 */
public record RequestLimits(
        int maxK,
        int maxBatch,
        int requestBytes,
        long heldBytes,
        int requests,
        int connections,
        Duration patience,
        Duration idle) {}
