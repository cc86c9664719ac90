package dev.semblance.core.index;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;

/**
 * Merges in the background. Graphs are built here, never by the thread that indexes: as many at once as there are
 * cores, and beside them one that is large, so that the small ones, which take the scanned tail off the queries, need
 * not wait for it. Merges without a graph only copy, and go ahead at once.
 *
 * <p>The thread that indexes is held up only when merges are badly behind, and the time is counted.
 */
final class ShardMerges extends ConcurrentMergeScheduler {
    /** Documents of a merge that takes minutes. */
    private static final int LARGE = 200_000;
    /**
     * Each stands for some {@link IndexSettings#floorDocuments()} documents at least: about a million may come faster
     * than graphs are built before indexing waits for merges.
     */
    private static final int WAITING_BEFORE_STALL = 64;

    private final IndexSettings settings;
    private final Semaphore small = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final Semaphore large = new Semaphore(1, true);
    private final LongAdder stalledNanos = new LongAdder();

    ShardMerges(IndexSettings settings) {
        this.settings = settings;
        // Lucene's own limit on running merges holds for large ones only, and could pause the one that all others
        // wait for.
        setMaxMergesAndThreads(WAITING_BEFORE_STALL, WAITING_BEFORE_STALL);
    }

    @Override
    protected void doMerge(MergeSource source, OneMerge merge) throws IOException {
        if (!settings.hasGraph(merge.totalNumDocs())) {
            super.doMerge(source, merge);
            return;
        }
        Semaphore turn = merge.totalNumDocs() < LARGE ? small : large;
        turn.acquireUninterruptibly(); // a writer that closes aborts the merge at work, and then this one
        try {
            super.doMerge(source, merge);
        } finally {
            turn.release();
        }
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
