package dev.semblance.standalone;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or a polite kill. The process waits for the work to be put down in order, but not for ever. */
public final class ShutdownSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private ShutdownSignal() {}

    /** Listens from now on. */
    public static ShutdownSignal listen() {
        ShutdownSignal signal = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::arrive, "shutdown"));
        return signal;
    }

    private void arrive() {
        asked.countDown();
        try {
            if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("semblance: not everything stopped within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the signal; false if it did not come in time. */
    public boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    public boolean hasCome() {
        return asked.getCount() == 0;
    }

    /**
     * Ends what is under way if the signal has come.
     *
     * @throws CancellationException if it has
     */
    public void throwIfCome() {
        if (hasCome()) {
            throw new CancellationException("stopped");
        }
    }

    /** Says that the work has been put down; the process may go. */
    @Override
    public void close() {
        done.countDown();
    }
}
