package dev.semblance.benchmarks.index;

import dev.semblance.core.index.IndexedImage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A shard that is being written, in one of the ways that are compared. For one thread. */
interface Shard extends Closeable {
    void put(IndexedImage image) throws IOException;

    void commit() throws IOException;

    /** Merges that run or wait. */
    int merges();

    /** Waits until no merge runs or waits. */
    default void awaitMerges() throws InterruptedException {
        while (merges() > 0) {
            Thread.sleep(Duration.ofMillis(5));
        }
    }
}
