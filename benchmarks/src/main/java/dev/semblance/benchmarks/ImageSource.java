package dev.semblance.benchmarks;

import dev.semblance.core.index.ImageRecord;

/** Images to send, one after the other. For one thread. */
interface ImageSource {
    /** An image under its id. */
    record Item(String id, ImageRecord image) {}

    Item next();

    /** How many have been given out. */
    long made();

    /** Under how many ids that was. */
    long ids();
}
