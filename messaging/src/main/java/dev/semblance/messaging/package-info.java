/**
 * The Kafka side of the contracts: events to domain records and back, sending, following, and the topics themselves.
 * Avro's generated types do not leave this package.
 */
@NullMarked
package dev.semblance.messaging;

import org.jspecify.annotations.NullMarked;
