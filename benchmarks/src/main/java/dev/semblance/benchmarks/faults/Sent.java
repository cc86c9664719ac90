package dev.semblance.benchmarks.faults;

/**
 * A record that the broker has acknowledged.
 *
 * @param number of the event
 * @param place where it lies
 */
record Sent(long number, Place place) {
    /** A place on the image topic. */
    record Place(int partition, long offset) {}
}
