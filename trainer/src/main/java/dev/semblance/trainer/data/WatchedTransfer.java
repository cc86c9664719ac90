package dev.semblance.trainer.data;

import dev.semblance.core.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a fetch on a thread of its own, tells every half a second how far it is, and gives it up when nothing comes. */
final class WatchedTransfer {
    private static final Duration REPORT_EVERY = Duration.ofMillis(500);
    /** Without a single new byte for so long, a source is given up. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final String task;
    private final LoadListener listener;
    private final Transfer transfer = new Transfer();

    WatchedTransfer(String task, LoadListener listener) {
        this.task = task;
        this.listener = listener;
    }

    /** Gives the archive that the source has fetched into the folder. */
    Path run(CifarSource source, Path folder) throws IOException {
        FutureTask<Path> fetch = new FutureTask<>(() -> source.fetch(folder, transfer));
        Thread thread = Thread.ofPlatform().name("fetch").daemon().start(fetch);
        try {
            watch(fetch);
            return fetch.resultNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException(task + " was broken off", e);
        } finally {
            fetch.cancel(true);
            join(thread);
        }
    }

    private void watch(FutureTask<Path> fetch) throws IOException, InterruptedException {
        long bytes = 0;
        long lastProgress = System.nanoTime();
        while (!isDoneWithin(fetch, REPORT_EVERY)) {
            long now = transfer.done();
            if (now != bytes) {
                bytes = now;
                lastProgress = System.nanoTime();
                listener.progress(task, "bytes", now, transfer.total());
            } else if (System.nanoTime() - lastProgress > STALLED.toNanos()) {
                throw new IOException("nothing came for " + STALLED.toSeconds() + " seconds");
            }
        }
        if (transfer.total() > 0) {
            listener.progress(task, "bytes", transfer.total(), transfer.total());
        }
    }

    private static boolean isDoneWithin(FutureTask<Path> task, Duration time) throws IOException, InterruptedException {
        try {
            task.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(reason(cause), e);
        }
    }

    /** What went wrong; that a connection was refused is told by the class alone. */
    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Waits for the end of a cancelled fetch, so that it writes no more into a folder that is being removed. */
    private static void join(Thread thread) {
        try {
            thread.join(STALLED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
