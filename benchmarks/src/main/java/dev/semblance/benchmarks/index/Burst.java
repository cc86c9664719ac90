package dev.semblance.benchmarks.index;

import dev.semblance.core.index.ShardState;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard that is asked all the time, before, during and after a burst, with a commit each second. The thread that
 * indexes puts what is due, and as fast as it can where it is late.
 */
final class Burst {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PublishedShard shard;
    private final QueryLoad load;
    private final Console console;
    private final List<Backlog> backlog = new ArrayList<>();
    private long start;
    private long longestPut;
    private long longestCommit;

    Burst(PublishedShard shard, QueryLoad load, Console console) {
        this.shard = shard;
        this.load = load;
        this.console = console;
    }

    /**
     * How far graphs are behind.
     *
     * @param second of the measurement
     * @param merges that run or wait
     */
    record Backlog(double second, long documents, int segments, long documentsWithoutGraph, int merges) {}

    /**
     * What was seen.
     *
     * @param seconds how long the burst took to be put
     * @param longestPutMillis the longest that one image waited to be taken
     * @param longestCommitMillis the longest that a commit took, published
     * @param stalledMillis how long Lucene held indexing up for merges
     * @param drainedSeconds from the end of the burst until no merge was left; NaN if it was not awaited
     */
    record Result(
            double seconds,
            double longestPutMillis,
            double longestCommitMillis,
            double stalledMillis,
            double drainedSeconds,
            QueryLoad.Phase before,
            QueryLoad.Phase during,
            QueryLoad.Phase after,
            QueryLoad.Phase drained,
            List<Backlog> backlog) {}

    /**
     * Runs it.
     *
     * @param changes of the burst
     * @param perSecond how many are due each second
     * @param calm seconds before it, and after all is drained
     * @param patience seconds after it that are waited for the backlog to drain
     */
    Result run(Changes changes, int perSecond, int calm, int patience) throws IOException, InterruptedException {
        start = System.nanoTime();
        quiet(calm);
        QueryLoad.Phase before = load.phase();
        long from = System.nanoTime();
        put(changes, perSecond);
        double seconds = (System.nanoTime() - from) / 1e9;
        QueryLoad.Phase during = load.phase();
        double drained = drain(patience);
        QueryLoad.Phase after = load.phase();
        quiet(calm);
        return new Result(
                seconds,
                longestPut / 1e6,
                longestCommit / 1e6,
                shard.state().stalled().toNanos() / 1e6,
                drained,
                before,
                during,
                after,
                load.phase(),
                List.copyOf(backlog));
    }

    private void put(Changes changes, int perSecond) throws IOException, InterruptedException {
        long from = System.nanoTime();
        long committed = from;
        for (int i = 0; i < changes.size(); i++) {
            long due = from + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                Thread.sleep(Duration.ofMillis(1));
            }
            long before = System.nanoTime();
            shard.put(changes.at(i));
            long after = System.nanoTime();
            longestPut = Math.max(longestPut, after - before);
            if (after - committed >= SECOND) {
                committed = after;
                commit();
            }
        }
        commit();
    }

    private double drain(int patience) throws IOException, InterruptedException {
        long from = System.nanoTime();
        while (System.nanoTime() - from < patience * SECOND) {
            if (shard.merges() == 0) {
                commit();
                if (shard.merges() == 0) {
                    return (System.nanoTime() - from) / 1e9;
                }
            }
            quiet(1);
        }
        return Double.NaN;
    }

    private void quiet(int seconds) throws IOException, InterruptedException {
        for (int i = 0; i < seconds; i++) {
            Thread.sleep(Duration.ofSeconds(1));
            commit();
        }
    }

    private void commit() throws IOException {
        long before = System.nanoTime();
        shard.commit();
        longestCommit = Math.max(longestCommit, System.nanoTime() - before);
        load.show(shard.open());
        ShardState state = shard.state();
        Backlog now = new Backlog(
                (System.nanoTime() - start) / 1e9,
                state.documents(),
                state.segments(),
                state.documentsWithoutGraph(),
                state.merges());
        backlog.add(now);
        console.line(
                "%.0f s: %d documents in %d segments, %d without graph, %d merges",
                now.second(), now.documents(), now.segments(), now.documentsWithoutGraph(), now.merges());
    }
}
