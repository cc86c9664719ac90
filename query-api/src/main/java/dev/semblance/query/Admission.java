package dev.semblance.query;

import java.util.concurrent.Semaphore;

/**
 * Keeps the service from taking in more than it can work off: past its capacity a request is refused at once, which
 * costs next to nothing, rather than left to wait with all the others. What has been let in has a bounded time and a
 * bounded memory.
 *
 * <p>Safe for use by several threads.
 */
final class Admission {
    private static final int KIB = 1024;

    private final Semaphore requests;
    private final Semaphore bodyKib;
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    /**
     * Sets the limits.
     *
     * @param requests that are worked on or wait for a core, at most
     * @param bodyBytes of all bodies that are held, at most
     */
    Admission(int requests, long bodyBytes) {
        this.requests = new Semaphore(requests);
        this.bodyKib = new Semaphore(Math.toIntExact(Math.min(Integer.MAX_VALUE, bodyBytes / KIB)));
    }

    /** What was let in; gives its place back when it is closed. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets a request in.
     *
     * @throws ProblemException if there are too many already
     */
    Permit enter() {
        if (!requests.tryAcquire()) {
            throw tooMany();
        }
        return requests::release;
    }

    /**
     * Reserves memory for a body.
     *
     * @param bytes the most that it can have
     * @throws ProblemException if too much is taken already
     */
    Permit hold(long bytes) {
        int kib = Math.toIntExact((bytes + KIB - 1) / KIB);
        if (!bodyKib.tryAcquire(kib)) {
            throw tooMany();
        }
        return () -> bodyKib.release(kib);
    }

    /** Waits for a core: work that keeps one busy would, if there were more of it, only take turns. */
    Permit core() {
        cores.acquireUninterruptibly();
        return cores::release;
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS, "more is asked than this node can answer; ask again in a moment");
    }
}
