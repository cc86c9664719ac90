package dev.semblance.indexer;

/**
 * A record that cannot be indexed, and why.
 *
 * @param record as it lay on the image topic
 * @param reason code that programs can tell apart
 * @param detail for people
 */
record DeadLetter(SourceRecord record, String reason, String detail) {}
