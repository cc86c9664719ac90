/**
 * Topic names and the wire format of every event: Avro single-object encoding of the records in {@code src/main/avro}.
 */
@NullMarked
package dev.semblance.schema;

import org.jspecify.annotations.NullMarked;
