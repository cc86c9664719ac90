package dev.semblance.query;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Keeps the service from taking in more than it can work off: past its capacity a request is refused at once, which
 * costs next to nothing, rather than left to wait with all the others. What has been let in has a bounded time and a
 * bounded memory.
 *
 * <p>Safe for use by several threads.
 */
final class Admission implements AutoCloseable {
    private static final int KIB = 1024;

    private final int places;
    private final Semaphore free;
    private final int memoryKib;
    private final Semaphore freeKib;
    private final Cores cores;
    private final int coreCount = Runtime.getRuntime().availableProcessors();

    /**
     * Sets the limits.
     *
     * @param places requests that are worked on or wait for a core, at most
     * @param memoryBytes of all bodies and answers that are held, at most
     */
    Admission(int places, long memoryBytes) {
        this(places, memoryBytes, Cores.ofThisMachine());
    }

    Admission(int places, long memoryBytes, Cores cores) {
        this.places = places;
        this.free = new Semaphore(places);
        this.memoryKib = Math.toIntExact(Math.min(Integer.MAX_VALUE, memoryBytes / KIB));
        this.freeKib = new Semaphore(memoryKib);
        this.cores = cores;
    }

    /** Requests that are worked on or wait for a core. */
    int inWork() {
        return places - free.availablePermits();
    }

    /**
     * For work that can be left out.
     *
     * @throws ProblemException if more requests are in work than there are cores, so that some wait for one
     */
    void requireSpare() {
        if (inWork() > coreCount) {
            throw tooMany();
        }
    }

    /**
     * Works on a request. Whoever waits, for a client or for records, does so before and after: it takes no place.
     *
     * @throws ProblemException if all places are taken
     */
    <T> T inPlace(Supplier<T> work) {
        if (!free.tryAcquire()) {
            throw tooMany();
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    /**
     * Waits for a core and works on it, in the order of coming. Others wait for as long as that takes: what takes long
     * comes back for each part of it.
     */
    <T> T onCore(Supplier<T> work) {
        return cores.work(work);
    }

    /** Memory for one request, of which it has none yet. */
    Memory memory() {
        return new Memory();
    }

    /** What a request holds: its body, and then its answer. For one thread. */
    final class Memory implements AutoCloseable {
        private int heldKib;

        private Memory() {}

        /**
         * Takes memory in place of what was held before.
         *
         * @param bytes the most that it will be
         * @throws ProblemException if that is more than there is now, or at all
         */
        void hold(long bytes) {
            close();
            holdMore(bytes);
        }

        /**
         * Takes memory beside what is held already.
         *
         * @throws ProblemException if that is more than there is now, or at all
         */
        void holdMore(long bytes) {
            long kib = (bytes + KIB - 1) / KIB;
            if (kib > memoryKib - heldKib) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE,
                        "body and answer have " + (heldKib + kib)
                                + " KiB, more than this node holds at all; ask for less at once");
            }
            if (!freeKib.tryAcquire((int) kib)) {
                throw tooMany();
            }
            heldKib += (int) kib;
        }

        @Override
        public void close() {
            freeKib.release(heldKib);
            heldKib = 0;
        }
    }

    @Override
    public void close() {
        cores.close();
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS, "more is asked than this node can answer; ask again in a moment");
    }
}
