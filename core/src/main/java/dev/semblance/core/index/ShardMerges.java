package dev.semblance.core.index;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.ConcurrentMergeScheduler;

/**
 * Merges in the background. Graphs are built here, never by the thread that indexes. That thread is held up only when
 * merges are badly behind, and the time is counted.
 */
final class ShardMerges extends ConcurrentMergeScheduler {
    /** Larger merges pause while smaller ones run; more at once would take the cores from the embedder. */
    private static final int AT_ONCE = 1;
    /**
     * Each waiting merge stands for up to ten segments of a whole buffer: some 300,000 documents may come faster than
     * graphs are built before indexing waits for merges.
     */
    private static final int WAITING_BEFORE_STALL = 12;

    private final LongAdder stalledNanos = new LongAdder();

    ShardMerges() {
        setMaxMergesAndThreads(WAITING_BEFORE_STALL, AT_ONCE);
    }

    @Override
    protected synchronized void doStall() {
        long start = System.nanoTime();
        super.doStall();
        stalledNanos.add(System.nanoTime() - start);
    }

    /** How long indexing has waited for merges. */
    Duration stalled() {
        return Duration.ofNanos(stalledNanos.sum());
    }
}
