package dev.semblance.benchmarks.index;

import dev.semblance.benchmarks.Percentiles;
import dev.semblance.core.distance.Embedding;
import dev.semblance.core.index.IndexSnapshot;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A thread that asks the newest snapshot at a steady rate. */
final class QueryLoad implements Closeable {
    private static final int PER_SECOND = 50;
    private static final int EFFORT = 100;

    private final List<Embedding> queries;
    private final Thread thread;
    private final List<Duration> wall = new ArrayList<>();
    private final List<Duration> cpu = new ArrayList<>();
    private Optional<IndexSnapshot> snapshot = Optional.empty();
    private volatile boolean closed;

    private QueryLoad(List<Embedding> queries) {
        this.queries = List.copyOf(queries);
        this.thread = Thread.ofPlatform().name("queries").daemon().unstarted(this::ask);
    }

    static QueryLoad start(List<Embedding> queries) {
        QueryLoad load = new QueryLoad(queries);
        load.thread.start();
        return load;
    }

    /** Milliseconds of a query: by the clock, which counts the wait for a core, and on its core. */
    record Phase(int queries, double p50Millis, double p99Millis, double cpuP50Millis, double cpuP99Millis) {}

    /** From now on, this one is asked. */
    synchronized void show(IndexSnapshot next) {
        snapshot.ifPresent(IndexSnapshot::release);
        snapshot = Optional.of(next);
    }

    /** What was measured since the last call. */
    synchronized Phase phase() {
        Percentiles clock = new Percentiles(wall);
        Percentiles core = new Percentiles(cpu);
        Phase phase = new Phase(
                wall.size(),
                millis(clock.percentile(50)),
                millis(clock.percentile(99)),
                millis(core.percentile(50)),
                millis(core.percentile(99)));
        wall.clear();
        cpu.clear();
        return phase;
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private void ask() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; !closed; i++) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / PER_SECOND);
            ask(queries.get(i % queries.size()), threads);
        }
    }

    private void ask(Embedding query, ThreadMXBean threads) {
        Optional<IndexSnapshot> current = retained();
        if (current.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        long startCpu = threads.getCurrentThreadCpuTime();
        current.get().nearest(query, NearestIds.K, EFFORT);
        long nanos = threads.getCurrentThreadCpuTime() - startCpu;
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        current.get().release();
        synchronized (this) {
            wall.add(time);
            cpu.add(Duration.ofNanos(nanos));
        }
    }

    private synchronized Optional<IndexSnapshot> retained() {
        return snapshot.filter(IndexSnapshot::tryRetain);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        snapshot.ifPresent(IndexSnapshot::release);
    }
}
