/**
 * Joins matches with the labels that are confirmed for them, and keeps rolling confusion counts: a Kafka Streams
 * topology, and what reads its state.
 */
@NullMarked
package dev.semblance.query.confusion;

import org.jspecify.annotations.NullMarked;
