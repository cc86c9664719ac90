package dev.semblance.benchmarks.query;

import dev.semblance.benchmarks.index.ProcessCpu;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One load: callers that ask again as soon as they are answered, or whenever the next request is due. Used once. */
final class LoadRun {
    private final int callers;
    private final long nanos;
    private final long[] due;
    private final Callers source;
    private final AtomicInteger next = new AtomicInteger();
    private final List<LoadReport.Answer> answers = new ArrayList<>();
    private long start;

    private LoadRun(int callers, Duration length, long[] due, Callers source) {
        this.callers = callers;
        this.nanos = length.toNanos();
        this.due = due;
        this.source = source;
    }

    /** Makes the callers, one for each thread. */
    interface Callers {
        Caller open() throws IOException;
    }

    /** Asks. For one thread. */
    interface Caller extends Closeable {
        /** Returns when the request is answered. */
        void ask(int request) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** Each caller asks again as soon as it is answered. */
    static LoadReport full(int callers, Duration length, Callers source) throws InterruptedException {
        return new LoadRun(callers, length, new long[0], source).run();
    }

    /**
     * Requests are due at random times, whatever the answers take.
     *
     * @param rate requests/s
     */
    static LoadReport due(int callers, Duration length, double rate, long seed, Callers source)
            throws InterruptedException {
        return new LoadRun(callers, length, times(length.toNanos(), rate, seed), source).run();
    }

    /** Times from the start on in ns, with gaps as independent callers leave them. */
    private static long[] times(long nanos, double rate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> times = new ArrayList<>();
        double at = 0;
        while (true) {
            at -= Math.log(1 - random.nextDouble()) * 1e9 / rate;
            if (at >= nanos) {
                return times.stream().mapToLong(Long::longValue).toArray();
            }
            times.add((long) at);
        }
    }

    private LoadReport run() throws InterruptedException {
        long cpu = ProcessCpu.nanos();
        start = System.nanoTime();
        InThreads.run(callers, this::ask);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return LoadReport.of(answers, took, ProcessCpu.nanos() - cpu);
    }

    private void ask() {
        List<LoadReport.Answer> mine = new ArrayList<>();
        try (Caller caller = source.open()) {
            for (int i = next.getAndIncrement(); goesOn(i); i = next.getAndIncrement()) {
                long from = awaitTurn(i);
                long sent = System.nanoTime();
                caller.ask(i);
                mine.add(new LoadReport.Answer(from - start, sent - from, System.nanoTime() - from));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            answers.addAll(mine);
        }
    }

    private boolean goesOn(int request) {
        return due.length == 0 ? System.nanoTime() - start < nanos : request < due.length;
    }

    /** When the request is due. */
    private long awaitTurn(int request) {
        if (due.length == 0) {
            return System.nanoTime();
        }
        long time = start + due[request];
        for (long wait = time - System.nanoTime(); wait > 0; wait = time - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return time;
    }
}
