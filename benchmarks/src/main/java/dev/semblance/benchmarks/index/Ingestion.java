package dev.semblance.benchmarks.index;

import java.io.IOException;
import java.time.Duration;

/**
 * How fast one shard took a stream that came as fast as it could, with a commit each second.
 *
 * @param perSecond vectors/s until the last commit was made
 * @param perSecondMerged vectors/s until no merge was left, and that was committed
 * @param cpuMicros of the whole process for each vector, merges included
 */
record Ingestion(double perSecond, double perSecondMerged, double cpuMicros) {
    private static final long COMMIT_EVERY = Duration.ofSeconds(1).toNanos();

    static Ingestion measure(Shard shard, Changes changes) throws IOException, InterruptedException {
        long cpu = ProcessCpu.nanos();
        long start = System.nanoTime();
        long committed = start;
        for (int i = 0; i < changes.size(); i++) {
            shard.put(changes.at(i));
            if (System.nanoTime() - committed >= COMMIT_EVERY) {
                committed = System.nanoTime();
                shard.commit();
            }
        }
        shard.commit();
        long ingested = System.nanoTime();
        shard.awaitMerges();
        shard.commit();
        long merged = System.nanoTime();
        return new Ingestion(
                changes.size() * 1e9 / (ingested - start),
                changes.size() * 1e9 / (merged - start),
                (ProcessCpu.nanos() - cpu) / 1e3 / changes.size());
    }
}
