package dev.semblance.query;

import java.util.ArrayDeque;
import java.util.Deque;
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

    private final int most;
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
        this.most = requests;
        this.requests = new Semaphore(requests);
        this.bodyKib = new Semaphore(Math.toIntExact(Math.min(Integer.MAX_VALUE, bodyBytes / KIB)));
    }

    /** What was let in; gives its place back when it is closed. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /** Requests that are worked on or wait for a core. */
    int inWork() {
        return most - requests.availablePermits();
    }

    /** A request that has come. It takes nothing yet. */
    Guest arrive() {
        return new Guest();
    }

    /** Work that keeps a core busy. */
    interface Busy<T, E extends Exception> {
        T run() throws E;
    }

    /** Waits for a core and works on it: more such work than there are cores would only take turns. */
    <T, E extends Exception> T onCore(Busy<T, E> work) throws E {
        cores.acquireUninterruptibly();
        try {
            return work.run();
        } finally {
            cores.release();
        }
    }

    /** A request, and what it has taken, which it gives back when it is closed. For one thread. */
    final class Guest implements AutoCloseable {
        private final Deque<Permit> taken = new ArrayDeque<>();

        private Guest() {}

        /**
         * Reserves memory for a body, until the request ends.
         *
         * @param bytes the most that it can have
         * @throws ProblemException if too much is taken already
         */
        void hold(long bytes) {
            int kib = Math.toIntExact((bytes + KIB - 1) / KIB);
            if (!bodyKib.tryAcquire(kib)) {
                throw tooMany();
            }
            taken.push(() -> bodyKib.release(kib));
        }

        /**
         * Goes in, once the body is there: a client that sends slowly takes nobody's place.
         *
         * @throws ProblemException if there are too many already
         */
        void enter() {
            if (!requests.tryAcquire()) {
                throw tooMany();
            }
            taken.push(requests::release);
        }

        private ProblemException tooMany() {
            return new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "more is asked than this node can answer; ask again in a moment");
        }

        @Override
        public void close() {
            while (!taken.isEmpty()) {
                taken.pop().close();
            }
        }
    }
}
