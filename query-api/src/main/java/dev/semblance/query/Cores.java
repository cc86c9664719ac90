package dev.semblance.query;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Deals out the cores to requests that compute, in the order of coming. Requests are virtual threads, which share a few
 * carriers and leave theirs only to wait: as many that compute as there are carriers would hold up all others, down to
 * the refusals.
 *
 * <p>Safe for use by several threads.
 */
sealed interface Cores extends AutoCloseable {
    /** Waits for a core and works on it; what the work throws is thrown. */
    <T> T work(Supplier<T> work);

    @Override
    void close();

    /** As the JVM was started: on carriers where there are enough of them. */
    static Cores ofThisMachine() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Carriers.count() > cores ? new OnCarriers(cores) : new OnOwnThreads(cores);
    }

    private static IllegalStateException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("stopped while waiting for a core", e);
    }

    /** Where it stands: there are more carriers than cores, and no more compute than there are cores. */
    final class OnCarriers implements Cores {
        private final Semaphore free;

        OnCarriers(int cores) {
            this.free = new Semaphore(cores, true);
        }

        @Override
        public <T> T work(Supplier<T> work) {
            try {
                free.acquire();
            } catch (InterruptedException e) {
                throw stopped(e);
            }
            try {
                return work.get();
            } finally {
                free.release();
            }
        }

        @Override
        public void close() {}
    }

    /** On a thread that is no carrier: works with any number of them, but to go there and back takes its time. */
    final class OnOwnThreads implements Cores {
        private final ExecutorService threads;

        OnOwnThreads(int cores) {
            this.threads = Executors.newFixedThreadPool(
                    cores, Thread.ofPlatform().daemon().name("core-", 0).factory());
        }

        @Override
        public <T> T work(Supplier<T> work) {
            Future<T> result = threads.submit(work::get);
            try {
                return result.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException fault -> throw fault;
                    case Error fault -> throw fault;
                    case null, default -> throw new IllegalStateException("work threw what it cannot", e);
                }
            } catch (InterruptedException e) {
                result.cancel(true);
                throw stopped(e);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
